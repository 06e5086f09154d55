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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.appointment.Absence;
import tn.ecar.garage.appointment.AbsenceData;
import tn.ecar.garage.appointment.WorkingTime;
import tn.ecar.garage.appointment.WorkingTimeData;
import tn.ecar.garage.appointment.WorkshopCalendar;

/** When the garage works, and who of its staff is away. */
@Path("calendar")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.MANAGER)
@Tag(name = "workshop")
public class CalendarResource {
  private static final int A_MONTH = 31;

  private final WorkshopCalendar calendar;
  private final Clock clock;

  @Inject
  public CalendarResource(WorkshopCalendar calendar, Clock clock) {
    this.calendar = calendar;
    this.clock = clock;
  }

  /** For the container's client proxy. */
  protected CalendarResource() {
    this(null, null);
  }

  @GET
  @Path("hours")
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
  @Operation(
      summary = "The weekly working hours",
      description = "Of the garage, or of a member of the staff who has hours of their own.")
  @APIResponseSchema(value = HoursView[].class, responseCode = "200")
  public Response hours(@QueryParam("staff") Long staff) {
    return tagged(calendar.hours(staff));
  }

  @PUT
  @Path("hours")
  @Operation(
      summary = "Replace the weekly working hours",
      description = "An empty week of a member of the staff gives them those of the garage.")
  @APIResponseSchema(value = HoursView[].class, responseCode = "200")
  @APIResponse(responseCode = "409", description = "Hours of one day overlap")
  @APIResponse(responseCode = "422", description = "Hours end before they begin")
  public Response setHours(
      @QueryParam("staff") Long staff,
      @HeaderParam("If-Match") String read,
      List<WorkingTimeData> week) {
    return tagged(calendar.setHours(staff, Versions.required(read), week));
  }

  private static Response tagged(List<WorkingTime> week) {
    return Versions.tagged(
        week.stream().map(HoursView::of).toList(), WorkshopCalendar.version(week));
  }

  @GET
  @Path("absences")
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
  @Operation(
      summary = "Who is away, and when the garage is closed",
      description = "Without days, from today on for a month.")
  public List<AbsenceView> absences(@QueryParam("from") String from, @QueryParam("to") String to) {
    LocalDate first = from == null ? LocalDate.now(clock) : Days.of("from", from);
    LocalDate last = to == null ? first.plusDays(A_MONTH) : Days.of("to", to);
    return calendar.absences(first, last).stream().map(AbsenceView::of).toList();
  }

  @POST
  @Path("absences")
  @Operation(
      summary = "Note an absence, or a time in which the garage is closed",
      description = "Without a member of the staff it is the garage that is closed.")
  @APIResponseSchema(value = AbsenceView.class, responseCode = "201")
  @APIResponse(responseCode = "409", description = "Appointments are booked in this time")
  @APIResponse(responseCode = "422", description = "No reason, or it ends before it begins")
  public Response away(AbsenceData data, @Context UriInfo here) {
    Absence absence = calendar.away(data);
    return Response.created(here.getAbsolutePathBuilder().path(absence.getId().toString()).build())
        .entity(AbsenceView.of(absence))
        .build();
  }

  @DELETE
  @Path("absences/{id: \\d+}")
  @Operation(summary = "Take an absence back")
  @APIResponse(responseCode = "204", description = "Taken back")
  public void back(@PathParam("id") long id) {
    calendar.back(id);
  }

  /** A stretch of a weekday as the API shows it. */
  @Schema(name = "WorkingHours")
  public record HoursView(
      DayOfWeek weekday,
      @Schema(implementation = String.class, example = "08:00:00") LocalTime opens,
      @Schema(implementation = String.class, example = "18:00:00") LocalTime closes) {
    static HoursView of(WorkingTime w) {
      return new HoursView(w.getWeekday(), w.getOpens(), w.getCloses());
    }
  }

  /** A time away as the API shows it. */
  @Schema(name = "Absence")
  public record AbsenceView(
      Long id,
      Long staffId,
      Instant start,
      Instant end,
      @Schema(example = "Congé annuel") String reason) {
    static AbsenceView of(Absence a) {
      return new AbsenceView(a.getId(), a.getStaffId(), a.getStart(), a.getEnd(), a.getReason());
    }
  }
}
