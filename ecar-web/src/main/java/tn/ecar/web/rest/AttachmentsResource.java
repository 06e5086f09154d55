package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.attachment.Attachment;
import tn.ecar.garage.attachment.Attachments;
import tn.ecar.garage.attachment.FileType;

/** Photos and papers of an order. */
@Path("orders/{id: \\d+}/attachments")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
@Tag(name = "inspections")
public class AttachmentsResource {
  private final Attachments attachments;
  private final OwnOrders own;

  @Inject
  public AttachmentsResource(Attachments attachments, OwnOrders own) {
    this.attachments = attachments;
    this.own = own;
  }

  /** For the container's client proxy. */
  protected AttachmentsResource() {
    this(null, null);
  }

  @GET
  @Operation(summary = "The files of an order, oldest first")
  public List<AttachmentView> of(@PathParam("id") long id) {
    own.require(id);
    return attachments.of(id).stream().map(AttachmentView::of).toList();
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Add a photo or a paper",
      description =
          "The body is the file itself: JPEG, PNG, WebP or PDF, told by its content, 10 MB at"
              + " most.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponseSchema(value = AttachmentView.class, responseCode = "201")
  @APIResponse(responseCode = "413", description = "It is larger than 10 MB")
  @APIResponse(responseCode = "422", description = "It is none of these, or not what is claimed")
  public Response add(
      @PathParam("id") long id,
      @QueryParam("name") @Parameter(description = "File name", example = "frein.jpg") String name,
      @QueryParam("point") @Parameter(description = "Point of an inspection it shows") Long point,
      @HeaderParam("Content-Type") String claimed,
      @Context HttpServletRequest request,
      @Context UriInfo here,
      InputStream body) {
    own.require(id);
    try (Arrival arrival = Arrival.of(body, request.getContentLengthLong(), Attachments.MAX_SIZE)) {
      Attachment kept = attachments.store(id, point, name, claimed, arrival.file());
      return Response.created(here.getAbsolutePathBuilder().path(kept.getId().toString()).build())
          .entity(AttachmentView.of(kept))
          .build();
    }
  }

  @GET
  @Path("{attachment: \\d+}")
  @Produces(MediaType.WILDCARD)
  @Operation(summary = "The file itself")
  @APIResponse(
      responseCode = "200",
      description = "The file",
      content = {
        @Content(
            mediaType = "image/*",
            schema = @Schema(type = SchemaType.STRING, format = "binary")),
        @Content(
            mediaType = "application/pdf",
            schema = @Schema(type = SchemaType.STRING, format = "binary"))
      })
  public Response content(@PathParam("id") long id, @PathParam("attachment") long attachment) {
    own.require(id);
    Attachment file = attachments.find(id, attachment);
    Attachments source = attachments;
    StreamingOutput content =
        out -> {
          int position = 0;
          for (byte[] chunk = source.chunk(attachment, position);
              chunk.length > 0;
              chunk = source.chunk(attachment, ++position)) {
            out.write(chunk);
          }
        };
    return Response.ok(content, file.getType().mediaType())
        .header("Content-Length", file.getSize())
        .header("Content-Disposition", disposition(file.getName()))
        .build();
  }

  /** A name in any script, in the form of RFC 6266. */
  private static String disposition(String name) {
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "attachment; filename*=UTF-8''" + encoded;
  }

  /** A file as the API shows it. */
  @Schema(name = "Attachment")
  public record AttachmentView(
      Long id,
      @Schema(example = "frein.jpg") String name,
      FileType type,
      @Schema(description = "Bytes", example = "204800") long size,
      @Schema(description = "SHA-256 of the content") String sha256,
      Long inspectionPointId,
      Instant addedAt,
      String addedBy) {
    static AttachmentView of(Attachment a) {
      return new AttachmentView(
          a.getId(),
          a.getName(),
          a.getType(),
          a.getSize(),
          a.getSha256(),
          a.getInspectionPointId(),
          a.getAddedAt(),
          a.getAddedBy());
    }
  }
}
