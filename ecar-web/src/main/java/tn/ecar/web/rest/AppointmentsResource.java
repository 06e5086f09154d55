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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.appointment.Appointment;
import tn.ecar.garage.appointment.AppointmentData;
import tn.ecar.garage.appointment.AppointmentRow;
import tn.ecar.garage.appointment.AppointmentState;
import tn.ecar.garage.appointment.Appointments;
import tn.ecar.garage.appointment.FreeTime;
import tn.ecar.garage.appointment.FreeTimes;
import tn.ecar.garage.order.WorkOrder;

/** Appointments: booked, moved, called off, and received as work orders. */
@Path("appointments")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
@Tag(name = "appointments")
public class AppointmentsResource {
  private static final int AN_HOUR = 60;

  private final Appointments appointments;
  private final FreeTimes freeTimes;
  private final Clock clock;

  @Inject
  public AppointmentsResource(Appointments appointments, FreeTimes freeTimes, Clock clock) {
    this.appointments = appointments;
    this.freeTimes = freeTimes;
    this.clock = clock;
  }

  /** For the container's client proxy. */
  protected AppointmentsResource() {
    this(null, null, null);
  }

  @GET
  @Operation(
      summary = "The appointments of some days, by start",
      description = "Booked or come. Without days, those of today.")
  public List<AppointmentRow> between(
      @QueryParam("from") String from, @QueryParam("to") String to) {
    LocalDate first = from == null ? LocalDate.now(clock) : Days.of("from", from);
    return appointments.between(first, to == null ? first : Days.of("to", to));
  }

  @GET
  @Path("free")
  @Operation(
      summary = "What can be booked on a day",
      description = "Every half hour in which a bay, and the technician if wanted, are free.")
  public List<FreeTime> free(
      @QueryParam("on") String day,
      @QueryParam("minutes") Integer minutes,
      @QueryParam("technician") Long technician) {
    LocalDate wanted = day == null ? LocalDate.now(clock) : Days.of("on", day);
    return freeTimes.on(wanted, minutes == null ? AN_HOUR : minutes, technician);
  }

  @POST
  @Operation(summary = "Book an appointment")
  @APIResponseSchema(value = AppointmentView.class, responseCode = "201")
  @APIResponse(
      responseCode = "409",
      description = "The bay or the technician is taken or away, or the garage is closed")
  @APIResponse(responseCode = "422", description = "Outside working hours, or in the past")
  public Response book(AppointmentData data, @Context UriInfo here) {
    Appointment booked = appointments.book(data);
    return Versions.created(
        here.getAbsolutePathBuilder().path(booked.getId().toString()).build(),
        AppointmentView.of(appointments.find(booked.getId())),
        booked.getVersion());
  }

  @GET
  @Path("{id: \\d+}")
  @Operation(summary = "Show an appointment")
  @APIResponseSchema(AppointmentView.class)
  public Response show(@PathParam("id") long id) {
    Appointment found = appointments.find(id);
    return Versions.tagged(AppointmentView.of(found), found.getVersion());
  }

  @PUT
  @Path("{id: \\d+}")
  @Operation(summary = "Move an appointment, or change what is wanted")
  @APIResponseSchema(AppointmentView.class)
  @APIResponse(responseCode = "409", description = "Taken, or changed meanwhile")
  public Response change(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, AppointmentData data) {
    appointments.change(id, Versions.required(read), data);
    return show(id);
  }

  @POST
  @Path("{id: \\d+}/cancellation")
  @Operation(summary = "Call an appointment off", description = "Its bay and technician are free.")
  @APIResponseSchema(AppointmentView.class)
  @APIResponse(responseCode = "409", description = "It is no longer booked")
  public Response cancel(@PathParam("id") long id, PaymentsResource.Why why) {
    appointments.cancel(id, why.reason());
    return show(id);
  }

  @POST
  @Path("{id: \\d+}/absence")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Note that the vehicle did not come")
  @APIResponseSchema(AppointmentView.class)
  @APIResponse(responseCode = "409", description = "It is no longer booked")
  public Response missed(@PathParam("id") long id) {
    appointments.missed(id);
    return show(id);
  }

  @POST
  @Path("{id: \\d+}/arrival")
  @Operation(
      summary = "Receive the vehicle",
      description = "Opens the work order, with the wanted work as its complaint.")
  @APIResponseSchema(value = Opened.class, responseCode = "201")
  @APIResponse(responseCode = "409", description = "It is no longer booked")
  public Response arrive(@PathParam("id") long id, Arrival arrival, @Context UriInfo here) {
    WorkOrder order = appointments.arrive(id, arrival.odometerKm(), null);
    return Response.created(
            here.getBaseUriBuilder().path("orders").path(order.getId().toString()).build())
        .entity(new Opened(order.getId(), order.getNumber()))
        .build();
  }

  /** What is read when the vehicle comes. */
  @Schema(name = "Arrival")
  public record Arrival(@Schema(example = "45210") Integer odometerKm) {}

  /** The work order an appointment became. */
  @Schema(name = "OpenedOrder")
  public record Opened(Long id, @Schema(example = "OT-000042") String number) {}

  /** An appointment as the API shows it. */
  @Schema(name = "Appointment")
  public record AppointmentView(
      Long id,
      AppointmentState state,
      Instant start,
      Instant end,
      Long bayId,
      @Schema(example = "Pont 1") String bay,
      int place,
      Long technicianId,
      String technician,
      String skill,
      Long vehicleId,
      @Schema(example = "123 TU 4567") String plate,
      @Schema(example = "Sami Ben Salah") String customer,
      @Schema(example = "Vidange") String work,
      String reason,
      Long orderId) {
    static AppointmentView of(Appointment a) {
      return new AppointmentView(
          a.getId(),
          a.getState(),
          a.getStart(),
          a.getEnd(),
          a.getBay().getId(),
          a.getBay().getName(),
          a.getPlace(),
          a.getTechnician() == null ? null : a.getTechnician().getId(),
          a.getTechnician() == null ? null : a.getTechnician().getName(),
          a.getSkill(),
          a.getVehicle().getId(),
          a.getVehicle().getPlate().number(),
          a.getVehicle().getCustomer().getName(),
          a.getWork(),
          a.getReason(),
          a.getOrderId());
    }
  }
}
