package tn.ecar.garage.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tn.ecar.garage.Conflict;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.order.WorkOrders;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.staff.StaffAccount;
import tn.ecar.garage.vehicle.Vehicles;

/**
 * Books, moves and cancels appointments, opens the order when the vehicle comes, and shows the day.
 * Who books locks the bay first and the technician after it.
 */
@ApplicationScoped
@Transactional
public class Appointments {
  private static final String KIND = "appointment";
  private static final int LONGEST_LIST_DAYS = 62;

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;
  private final Vehicles vehicles;
  private final Bays bays;
  private final WorkshopCalendar calendar;
  private final WorkOrders orders;

  @Inject
  public Appointments(
      EntityManager em,
      Clock clock,
      AuditLog audit,
      Vehicles vehicles,
      Bays bays,
      WorkshopCalendar calendar,
      WorkOrders orders) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
    this.vehicles = vehicles;
    this.bays = bays;
    this.calendar = calendar;
    this.orders = orders;
  }

  /** For the container's client proxy. */
  protected Appointments() {
    this(null, null, null, null, null, null, null);
  }

  /**
   * Books an appointment.
   *
   * @throws RuleViolation if something required is missing, the times are wrong or outside working
   *     hours, or the technician does not know the work
   * @throws Conflict if the bay or the technician is taken at that time, away, or the garage closed
   */
  public Appointment book(AppointmentData data) {
    if (data.vehicleId() == null) {
      throw new RuleViolation("vehicleId", null, "An appointment is for a vehicle.");
    }
    Appointment appointment = new Appointment(vehicles.find(data.vehicleId()));
    place(appointment, data);
    em.persist(appointment);
    audit.record("appointment.booked", KIND, appointment.getId(), null, appointment.toString());
    Changes.flush(em);
    return appointment;
  }

  /**
   * Moves an appointment, or changes what is wanted; its vehicle stays.
   *
   * @param version the version that was read; null to change whatever stands there now
   */
  public Appointment change(long id, Integer version, AppointmentData data) {
    Appointment appointment = locked(id);
    Changes.requireVersion(KIND, Long.toString(id), version, appointment.getVersion());
    appointment.requireBooked();
    String before = appointment.toString();
    place(appointment, data);
    audit.record("appointment.moved", KIND, id, before, appointment.toString());
    Changes.flush(em);
    return appointment;
  }

  private void place(Appointment appointment, AppointmentData data) {
    if (data.bayId() == null) {
      throw new RuleViolation("bayId", null, "An appointment is on a bay.");
    }
    Span span = new Span(data.start(), data.end());
    if (span.end().isBefore(clock.instant())) {
      throw new RuleViolation("end", span.end(), "An appointment is not made for the past.");
    }
    appointment.agree(data.work(), data.skill());
    Bay bay = bays.locked(data.bayId());
    if (!bay.isActive()) {
      throw new RuleViolation("bayId", bay.getName(), "This bay is no longer in use.");
    }
    StaffAccount technician = technician(data);
    calendar.requireWorking(span, technician);
    if (technician != null && technicianIsBooked(appointment, technician, span)) {
      throw new Conflict(
          "The technician is booked at this time: choose another one or another time.",
          technician.getName());
    }
    appointment.take(bay, freePlace(appointment, bay, span), technician, span);
  }

  private StaffAccount technician(AppointmentData data) {
    if (data.technicianId() == null) {
      return null;
    }
    StaffAccount technician =
        em.find(StaffAccount.class, data.technicianId(), LockModeType.PESSIMISTIC_WRITE);
    if (technician == null) {
      throw new NotFound("account", data.technicianId());
    }
    if (!technician.isTechnician()) {
      throw new RuleViolation(
          "technicianId", technician.getName(), "This member of the staff is no technician.");
    }
    if (data.skill() != null && !technician.getSkills().contains(data.skill().strip())) {
      throw new RuleViolation(
          "skill",
          data.skill(),
          technician.getName() + " knows " + technician.getSkills() + ": choose somebody else.");
    }
    return technician;
  }

  private boolean technicianIsBooked(Appointment own, StaffAccount technician, Span span) {
    return overlapping("a.technician = :holder", technician, span).stream()
        .anyMatch(other -> other != own);
  }

  /**
   * The lowest place that nobody has at that time; the constraint of the database says the same.
   */
  private int freePlace(Appointment own, Bay bay, Span span) {
    Set<Integer> taken = new HashSet<>();
    overlapping("a.bay = :holder", bay, span).stream()
        .filter(other -> other != own)
        .forEach(other -> taken.add(other.getPlace()));
    // A bay that has become smaller may be taken on places that it has no more.
    if (taken.size() >= bay.getCapacity()) {
      throw new Conflict(
          "The bay is taken at this time: choose another bay or another time.", bay.getName());
    }
    int place = 1;
    while (taken.contains(place)) {
      place++;
    }
    return place;
  }

  private List<Appointment> overlapping(String whose, Object holder, Span span) {
    return em.createQuery(
            "select a from Appointment a where "
                + whose
                + " and a.state in (tn.ecar.garage.appointment.AppointmentState.BOOKED,"
                + " tn.ecar.garage.appointment.AppointmentState.ARRIVED) and a.start < :end and"
                + " a.end > :start",
            Appointment.class)
        .setParameter("holder", holder)
        .setParameter("start", span.start())
        .setParameter("end", span.end())
        .getResultList();
  }

  /**
   * Cancels an appointment, which frees its bay and its technician.
   *
   * @param reason may be null
   * @throws Conflict if the vehicle came, did not come, or it was cancelled already
   */
  public Appointment cancel(long id, String reason) {
    Appointment appointment = locked(id);
    appointment.cancel(reason);
    return became(appointment, "appointment.cancelled");
  }

  /** Notes that the vehicle did not come. */
  public Appointment missed(long id) {
    Appointment appointment = locked(id);
    appointment.missed();
    return became(appointment, "appointment.missed");
  }

  /**
   * Receives the vehicle: opens a work order with the technician of the appointment, unless they
   * are none any more.
   *
   * @param odometerKm reading at reception; may be null
   * @param complaint what the customer says at reception; null for the wanted work as it was agreed
   * @throws Conflict if it came already, or the appointment was cancelled
   */
  public WorkOrder arrive(long id, Integer odometerKm, String complaint) {
    Appointment appointment = locked(id);
    appointment.requireBooked();
    StaffAccount booked = appointment.getTechnician();
    Long technician = booked == null || !booked.isTechnician() ? null : booked.getId();
    WorkOrder order =
        orders.open(
            new OpenOrder(
                appointment.getVehicle().getId(),
                complaint == null ? appointment.getWork() : complaint,
                odometerKm,
                technician));
    appointment.arrived(order.getId());
    became(appointment, "appointment.arrived");
    return order;
  }

  private Appointment became(Appointment appointment, String action) {
    audit.record(
        action,
        KIND,
        appointment.getId(),
        AppointmentState.BOOKED.name(),
        appointment.getState().name());
    Changes.flush(em);
    return appointment;
  }

  private Appointment locked(long id) {
    Appointment appointment = em.find(Appointment.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (appointment == null) {
      throw new NotFound(KIND, id);
    }
    return appointment;
  }

  /**
   * Returns the appointment with vehicle, customer, bay and technician; one statement.
   *
   * @throws NotFound if there is none
   */
  public Appointment find(long id) {
    return em
        .createQuery(
            "select a from Appointment a join fetch a.bay left join fetch a.technician join fetch"
                + " a.vehicle where a.id = :id",
            Appointment.class)
        .setHint("eclipselink.join-fetch", "a.vehicle.customer")
        .setParameter("id", id)
        .getResultList()
        .stream()
        .findFirst()
        .orElseThrow(() -> new NotFound(KIND, id));
  }

  /** Returns the appointments of today that are booked or have come. */
  public List<AppointmentRow> today() {
    return on(LocalDate.now(clock));
  }

  /** Returns the appointments that touch a day of the garage's zone, by start; one statement. */
  public List<AppointmentRow> on(LocalDate day) {
    return between(day, day);
  }

  /**
   * Returns the appointments that are booked or have come and touch these days, by start; one
   * statement.
   *
   * @throws RuleViolation if the days are in the wrong order or more than two months
   */
  public List<AppointmentRow> between(LocalDate first, LocalDate last) {
    if (last.isBefore(first) || last.isAfter(first.plusDays(LONGEST_LIST_DAYS))) {
      throw new RuleViolation(
          "to", last, "A list of appointments has 1 to " + LONGEST_LIST_DAYS + " days.");
    }
    return em.createQuery(
            "select new tn.ecar.garage.appointment.AppointmentRow(a.id, a.start, a.end, b.name,"
                + " t.name, v.id, v.plate, c.name, c.phone, a.work, a.state, a.orderId,"
                + " b.id, t.id, a.skill, a.version) from"
                + " Appointment a join a.bay b join a.vehicle v join v.customer c left join"
                + " a.technician t where a.state in"
                + " (tn.ecar.garage.appointment.AppointmentState.BOOKED,"
                + " tn.ecar.garage.appointment.AppointmentState.ARRIVED) and a.start < :until and"
                + " a.end > :from order by a.start, b.name",
            AppointmentRow.class)
        .setParameter("from", first.atStartOfDay(clock.getZone()).toInstant())
        .setParameter("until", last.plusDays(1).atStartOfDay(clock.getZone()).toInstant())
        .getResultList();
  }
}
