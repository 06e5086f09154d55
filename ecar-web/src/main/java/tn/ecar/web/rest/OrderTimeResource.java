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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.timeclock.TimeClock;
import tn.ecar.garage.timeclock.TimeRow;
import tn.ecar.web.rest.TimeResource.OrderTime;
import tn.ecar.web.rest.TimeResource.TimeView;

/** The work on an order, and the start of a clock on it. */
@Path("orders/{id: \\d+}/time")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
@Tag(name = "time")
public class OrderTimeResource {
  private final TimeClock clock;
  private final OwnOrders own;

  @Inject
  public OrderTimeResource(TimeClock clock, OwnOrders own) {
    this.clock = clock;
    this.own = own;
  }

  /** For the container's client proxy. */
  protected OrderTimeResource() {
    this(null, null);
  }

  @GET
  @Operation(summary = "Who worked on an order, and how long")
  public OrderTime of(@PathParam("id") long id) {
    own.require(id);
    List<TimeRow> rows = clock.of(id);
    return new OrderTime(clock.total(rows).toMinutes(), rows);
  }

  @POST
  @Operation(
      summary = "Start a clock on an order",
      description = "A technician starts their own; at the counter the technician is named.")
  @APIResponseSchema(value = TimeView.class, responseCode = "201")
  @APIResponse(
      responseCode = "409",
      description = "The clock runs already; 'number' is the order it runs on")
  @APIResponse(responseCode = "422", description = "Nobody works on the order in its state")
  public Response start(@PathParam("id") long id, TimeResource.Start start) {
    own.require(id);
    return Response.status(Response.Status.CREATED)
        .entity(TimeView.of(clock.start(id, own.clockOf(start.technicianId()))))
        .build();
  }
}
