package tn.ecar.web.rest;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.attachment.Attachment;
import tn.ecar.garage.attachment.Attachments;
import tn.ecar.garage.folder.Folder;
import tn.ecar.garage.folder.Folders;
import tn.ecar.web.document.Documents;

/**
 * What a customer sees of their own vehicle with a signed link, without a password: its visits,
 * invoices, what is due, and the pictures that go with a quote. The link of a quote opens it too.
 */
@Path("folders/{token: [^/]+}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
@Tag(name = "folders")
public class FoldersResource {
  private final Folders folders;
  private final Documents documents;
  private final Attachments attachments;

  @Inject
  public FoldersResource(Folders folders, Documents documents, Attachments attachments) {
    this.folders = folders;
    this.documents = documents;
    this.attachments = attachments;
  }

  /** For the container's client proxy. */
  protected FoldersResource() {
    this(null, null, null);
  }

  @GET
  @PermitAll
  @SecurityRequirementsSet
  @Operation(summary = "Show the vehicle of a signed link")
  @APIResponseSchema(CustomerVehicle.class)
  @APIResponse(responseCode = "404", description = "No such link, it is void, or out of date")
  public Response show(@PathParam("token") String token) {
    return Response.ok(CustomerVehicle.of(folders.open(token)))
        .header("Referrer-Policy", "no-referrer")
        .build();
  }

  @GET
  @Path("invoices/{id: \\d+}/pdf")
  @PermitAll
  @SecurityRequirementsSet
  @Produces({Printing.PDF, MediaType.APPLICATION_JSON})
  @Operation(summary = "One of the vehicle's invoices as a PDF")
  @APIResponse(responseCode = "200", description = "The document")
  @APIResponse(responseCode = "404", description = "The link is no good, or it is not theirs")
  public Response invoice(
      @PathParam("token") String token,
      @PathParam("id") long id,
      @QueryParam("lang") String lang,
      @Context UriInfo here) {
    return Printing.answer(
        documents.invoice(folders.invoice(token, id), token, lang, Printing.pages(here)));
  }

  @GET
  @Path("photos/{id: \\d+}")
  @PermitAll
  @SecurityRequirementsSet
  @Produces(MediaType.WILDCARD)
  @Operation(summary = "A picture that goes with the quote of the link")
  @APIResponse(
      responseCode = "200",
      description = "The picture",
      content =
          @Content(
              mediaType = "image/*",
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(responseCode = "404", description = "The link is no good, or it is not theirs")
  public Response photo(@PathParam("token") String token, @PathParam("id") long id) {
    Attachment photo = folders.photo(token, id);
    Attachments source = attachments;
    StreamingOutput content =
        out -> {
          int position = 0;
          for (byte[] chunk = source.chunk(id, position);
              chunk.length > 0;
              chunk = source.chunk(id, ++position)) {
            out.write(chunk);
          }
        };
    return Response.ok(content, photo.getType().mediaType())
        .header("Content-Length", photo.getSize())
        .build();
  }

  /** A vehicle as its customer sees it. */
  @Schema(name = "CustomerVehicle")
  public record CustomerVehicle(
      @Schema(example = "Garage El Amel") String garage,
      @Schema(example = "123 TU 4567") String plate,
      @Schema(example = "Peugeot 208 2019") String vehicle,
      Integer odometerKm,
      List<Visit> visits,
      List<Bill> invoices,
      List<Due> services,
      List<Photo> photos) {
    static CustomerVehicle of(Folder folder) {
      return new CustomerVehicle(
          folder.garage().getName(),
          folder.vehicle().getPlate().number(),
          folder.vehicle().getDescription(),
          folder.vehicle().getOdometerKm(),
          folder.visits().stream()
              .map(v -> new Visit(v.number(), v.openedAt(), v.complaint()))
              .toList(),
          folder.invoices().stream()
              .map(i -> new Bill(i.id(), i.number(), i.issuedOn(), i.total(), i.due()))
              .toList(),
          folder.services().stream()
              .map(s -> new Due(s.getName(), s.getEarliest(), s.getLatest(), s.getDueKm()))
              .toList(),
          folder.photos().stream().map(Photo::of).toList());
    }

    /** One visit. */
    @Schema(name = "CustomerVisit")
    public record Visit(String number, Instant openedAt, String complaint) {}

    /** One invoice. */
    @Schema(name = "CustomerInvoice")
    public record Bill(
        Long id, String number, LocalDate issuedOn, BigDecimal total, BigDecimal due) {}

    /** A picture that goes with the quote; {@code photos} of the link gives it out by its id. */
    @Schema(name = "CustomerPhoto")
    public record Photo(Long id, @Schema(example = "frein.jpg") String name) {
      static Photo of(Attachment file) {
        return new Photo(file.getId(), file.getName());
      }
    }

    /** One service that comes. */
    @Schema(name = "CustomerService")
    public record Due(String name, LocalDate earliest, LocalDate latest, Integer dueKm) {}
  }
}
