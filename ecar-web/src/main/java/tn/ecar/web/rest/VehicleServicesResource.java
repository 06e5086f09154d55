package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.upkeep.ServiceRecord;
import tn.ecar.garage.upkeep.Upkeep;

/** What was done to a vehicle. */
@Path("vehicles/{id: \\d+}/services")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
@Tag(name = "upkeep")
public class VehicleServicesResource {
  private final Upkeep upkeep;

  @Inject
  public VehicleServicesResource(Upkeep upkeep) {
    this.upkeep = upkeep;
  }

  /** For the container's client proxy. */
  protected VehicleServicesResource() {
    this(null);
  }

  @GET
  @Operation(summary = "What was done to a vehicle, newest first")
  public List<ServiceView> history(@PathParam("id") long id) {
    return upkeep.history(id).stream().map(ServiceView::of).toList();
  }

  @POST
  @Operation(summary = "Note a service that was done elsewhere")
  @APIResponseSchema(value = ServiceView.class, responseCode = "201")
  @APIResponse(responseCode = "422", description = "Of the future, or no such interval")
  public Response doneElsewhere(@PathParam("id") long id, DoneElsewhere done) {
    ServiceRecord noted = upkeep.doneElsewhere(id, done.name(), done.on(), done.km());
    return Response.status(Response.Status.CREATED).entity(ServiceView.of(noted)).build();
  }

  /** A service that was done elsewhere. */
  @Schema(name = "DoneElsewhere")
  public record DoneElsewhere(
      @Schema(example = "Vidange") String name,
      @Schema(example = "2026-01-12") LocalDate on,
      @Schema(example = "41200") Integer km) {}

  /** Something that was done. */
  @Schema(name = "Service")
  public record ServiceView(
      Long id,
      @Schema(example = "Vidange") String name,
      LocalDate on,
      @Schema(example = "41200") int km,
      Long orderId,
      String by) {
    static ServiceView of(ServiceRecord r) {
      return new ServiceView(
          r.getId(), r.getName(), r.getOn(), r.getKm(), r.getOrderId(), r.getBy());
    }
  }
}
