package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
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
import tn.ecar.garage.appointment.Bay;
import tn.ecar.garage.appointment.Bays;

/** The bays of the workshop. */
@Path("bays")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.MANAGER)
@Tag(name = "workshop")
public class BaysResource {
  private final Bays bays;

  @Inject
  public BaysResource(Bays bays) {
    this.bays = bays;
  }

  /** For the container's client proxy. */
  protected BaysResource() {
    this(null);
  }

  @GET
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
  @Operation(summary = "The bays in use, by name")
  public List<BayView> all() {
    return bays.all().stream().map(BayView::of).toList();
  }

  @POST
  @Operation(summary = "Add a bay for one vehicle at a time")
  @APIResponseSchema(value = BayView.class, responseCode = "201")
  @APIResponse(responseCode = "409", description = "A bay has the name")
  public Response add(NewBay data, @Context UriInfo here) {
    Bay bay = bays.add(data.name());
    return Versions.created(
        here.getAbsolutePathBuilder().path(bay.getId().toString()).build(),
        BayView.of(bay),
        bay.getVersion());
  }

  @GET
  @Path("{id: \\d+}")
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
  @Operation(summary = "Show a bay")
  @APIResponseSchema(BayView.class)
  public Response show(@PathParam("id") long id) {
    Bay bay = bays.find(id);
    return Versions.tagged(BayView.of(bay), bay.getVersion());
  }

  @PUT
  @Path("{id: \\d+}")
  @Operation(summary = "Change name and capacity, or give the bay up")
  @APIResponseSchema(BayView.class)
  @APIResponse(responseCode = "409", description = "Changed meanwhile, or the name is taken")
  public Response change(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, BayChange data) {
    boolean active = data.active() == null || data.active();
    Bay bay = bays.change(id, Versions.required(read), data.name(), data.capacity(), active);
    return Versions.tagged(BayView.of(bay), bay.getVersion());
  }

  /** A bay to add. */
  @Schema(name = "NewBay")
  public record NewBay(@Schema(example = "Pont 1") String name) {}

  /** What is to stand of a bay. */
  @Schema(name = "BayChange")
  public record BayChange(
      @Schema(example = "Lavage") String name,
      @Schema(example = "2") Integer capacity,
      Boolean active) {}

  /** A bay as the API shows it. */
  @Schema(name = "Bay")
  public record BayView(
      Long id,
      @Schema(example = "Pont 1") String name,
      @Schema(example = "1") int capacity,
      boolean active) {
    static BayView of(Bay b) {
      return new BayView(b.getId(), b.getName(), b.getCapacity(), b.isActive());
    }
  }
}
