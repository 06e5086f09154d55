package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.inspection.InspectionTemplate;
import tn.ecar.garage.inspection.Inspections;
import tn.ecar.garage.inspection.TemplateData;

/** What inspections look at. */
@Path("inspection-templates")
@RequestScoped
@Transactional
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.MANAGER)
@Tag(name = "inspections")
public class InspectionTemplatesResource {
  private final Inspections inspections;

  @Inject
  public InspectionTemplatesResource(Inspections inspections) {
    this.inspections = inspections;
  }

  /** For the container's client proxy. */
  protected InspectionTemplatesResource() {
    this(null);
  }

  @GET
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
  @Operation(summary = "The templates in use with their points, by name")
  public List<TemplateView> all() {
    return inspections.templates().stream().map(TemplateView::of).toList();
  }

  @GET
  @Path("{id: \\d+}")
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
  @Operation(summary = "Show a template")
  @APIResponseSchema(TemplateView.class)
  public Response show(@PathParam("id") long id) {
    InspectionTemplate template = inspections.template(id);
    return Versions.tagged(TemplateView.of(template), template.getVersion());
  }

  @POST
  @Operation(summary = "Add a template")
  @APIResponseSchema(value = TemplateView.class, responseCode = "201")
  @APIResponse(responseCode = "409", description = "A template in use has the name")
  @APIResponse(responseCode = "422", description = "No name, or no point")
  public Response add(TemplateData data, @Context UriInfo here) {
    InspectionTemplate template = inspections.add(data);
    return Versions.created(
        here.getAbsolutePathBuilder().path(template.getId().toString()).build(),
        TemplateView.of(template),
        template.getVersion());
  }

  @PUT
  @Path("{id: \\d+}")
  @Operation(summary = "Change a template; inspections begun by it stay as they are")
  @APIResponseSchema(TemplateView.class)
  public Response change(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, TemplateData data) {
    InspectionTemplate template = inspections.change(id, Versions.required(read), data);
    return Versions.tagged(TemplateView.of(template), template.getVersion());
  }

  @DELETE
  @Path("{id: \\d+}")
  @Operation(summary = "Take a template out of use")
  @APIResponse(responseCode = "204", description = "Out of use")
  public void retire(@PathParam("id") long id) {
    inspections.retire(id);
  }

  /** A template as the API shows it. */
  @Schema(name = "InspectionTemplate")
  public record TemplateView(
      Long id,
      @Schema(example = "Contrôle général") String name,
      boolean active,
      List<TemplateData.Point> points) {
    static TemplateView of(InspectionTemplate t) {
      return new TemplateView(
          t.getId(),
          t.getName(),
          t.isActive(),
          t.getPoints().stream()
              .map(p -> new TemplateData.Point(p.getSection(), p.getPoint()))
              .toList());
    }
  }
}
