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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.timeclock.TimeClock;
import tn.ecar.garage.timeclock.TimeEntry;
import tn.ecar.garage.timeclock.TimeRow;

/** The technicians' clocks: stopped wherever they run, looked at by day, put right by a manager. */
@Path("time")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
@Tag(name = "time")
public class TimeResource {
  private final TimeClock clock;
  private final OwnOrders own;

  @Inject
  public TimeResource(TimeClock clock, OwnOrders own) {
    this.clock = clock;
    this.own = own;
  }

  /** For the container's client proxy. */
  protected TimeResource() {
    this(null, null);
  }

  @GET
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
  @Operation(summary = "The work that began on a day, by technician")
  public List<TimeRow> on(
      @QueryParam("day")
          @Parameter(description = "The day", example = "2026-05-04", required = true)
          String day) {
    return clock.on(Days.of("day", day == null ? "" : day));
  }

  @GET
  @Path("running")
  @Operation(
      summary = "Where a technician's clock runs",
      description = "An empty list if it does not. A technician is shown their own.")
  public List<TimeRow> running(@QueryParam("technician") Long technician) {
    return clock.running(own.clockOf(technician)).map(List::of).orElse(List.of());
  }

  @POST
  @Path("stop")
  @Operation(summary = "Stop a technician's clock", description = "A technician stops their own.")
  @APIResponseSchema(TimeView.class)
  @APIResponse(responseCode = "409", description = "The clock does not run")
  public Response stop(@QueryParam("technician") Long technician) {
    TimeEntry entry = clock.stop(own.clockOf(technician));
    return Versions.tagged(TimeView.of(entry), entry.getVersion());
  }

  @PUT
  @Path("{id: \\d+}")
  @RolesAllowed(Roles.MANAGER)
  @Operation(summary = "Put a stretch of work right, with a reason")
  @APIResponseSchema(TimeView.class)
  @APIResponse(responseCode = "409", description = "It would overlap, or was changed meanwhile")
  @APIResponse(responseCode = "422", description = "It ends before it begins, or in the future")
  public Response correct(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, Correction correction) {
    TimeEntry entry =
        clock.correct(
            id,
            Versions.required(read),
            correction.startedAt(),
            correction.stoppedAt(),
            correction.reason());
    return Versions.tagged(TimeView.of(entry), entry.getVersion());
  }

  /** What is right, and why. */
  @Schema(name = "TimeCorrection")
  public record Correction(
      @Schema(example = "2026-05-04T08:00:00Z") Instant startedAt,
      @Schema(example = "2026-05-04T09:30:00Z") Instant stoppedAt,
      @Schema(example = "Forgot to stop the clock") String reason) {}

  /** Whose clock starts. */
  @Schema(name = "TimeStart")
  public record Start(
      @Schema(description = "Not needed from the technician themselves", example = "2")
          Long technicianId) {}

  /** A stretch of work as the API shows it. */
  @Schema(name = "TimeEntry")
  public record TimeView(
      Long id,
      Long orderId,
      Long technicianId,
      Instant startedAt,
      @Schema(description = "Left out while the clock runs") Instant stoppedAt) {
    static TimeView of(TimeEntry e) {
      return new TimeView(
          e.getId(), e.getOrderId(), e.getTechnicianId(), e.getStartedAt(), e.getStoppedAt());
    }
  }

  /** The work on an order. */
  @Schema(name = "OrderTime")
  public record OrderTime(
      @Schema(description = "All work in minutes; a running clock counts up to now", example = "90")
          long minutes,
      List<TimeRow> entries) {}
}
