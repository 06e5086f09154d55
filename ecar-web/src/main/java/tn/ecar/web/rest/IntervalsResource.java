package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
import tn.ecar.garage.upkeep.IntervalData;
import tn.ecar.garage.upkeep.Intervals;
import tn.ecar.garage.upkeep.ServiceInterval;

/** After how far and how long what is done again. */
@Path("intervals")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.MANAGER)
@Tag(name = "upkeep")
public class IntervalsResource {
  private final Intervals intervals;

  @Inject
  public IntervalsResource(Intervals intervals) {
    this.intervals = intervals;
  }

  /** For the container's client proxy. */
  protected IntervalsResource() {
    this(null);
  }

  @GET
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
  @Operation(
      summary = "The service intervals",
      description = "Of several of one name the most specific counts: model, then make.")
  public List<IntervalView> all() {
    return intervals.all().stream().map(IntervalView::of).toList();
  }

  @POST
  @Operation(summary = "Note an interval")
  @APIResponseSchema(value = IntervalView.class, responseCode = "201")
  @APIResponse(responseCode = "409", description = "There is one for these vehicles")
  @APIResponse(responseCode = "422", description = "Neither km nor days, or out of range")
  public Response add(IntervalData data, @Context UriInfo here) {
    ServiceInterval interval = intervals.add(data);
    return Versions.created(
        here.getAbsolutePathBuilder().path(interval.getId().toString()).build(),
        IntervalView.of(interval),
        interval.getVersion());
  }

  @GET
  @Path("{id: \\d+}")
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
  @Operation(summary = "Show an interval")
  @APIResponseSchema(IntervalView.class)
  public Response show(@PathParam("id") long id) {
    ServiceInterval interval = intervals.find(id);
    return Versions.tagged(IntervalView.of(interval), interval.getVersion());
  }

  @PUT
  @Path("{id: \\d+}")
  @Operation(summary = "Change an interval")
  @APIResponseSchema(IntervalView.class)
  @APIResponse(responseCode = "409", description = "Changed meanwhile")
  public Response change(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, IntervalData data) {
    ServiceInterval interval = intervals.change(id, Versions.required(read), data);
    return Versions.tagged(IntervalView.of(interval), interval.getVersion());
  }

  @DELETE
  @Path("{id: \\d+}")
  @Operation(summary = "Remove an interval", description = "What was done stays in the history.")
  @APIResponse(responseCode = "204", description = "Removed")
  public void remove(@PathParam("id") long id) {
    intervals.remove(id);
  }

  /** An interval as the API shows it; for every vehicle when there is no make. */
  @Schema(name = "Interval")
  public record IntervalView(
      Long id,
      @Schema(example = "Révision") String name,
      @Schema(example = "Toyota") String make,
      @Schema(example = "Corolla") String model,
      @Schema(example = "8000") Integer km,
      @Schema(example = "120") Integer days) {
    static IntervalView of(ServiceInterval i) {
      return new IntervalView(
          i.getId(), i.getName(), i.getMake(), i.getModel(), i.getKm(), i.getDays());
    }
  }
}
