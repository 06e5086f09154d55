package tn.ecar.garage.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.staff.StaffAccounts;
import tn.ecar.garage.vehicle.Vehicles;

/** Books and cancels appointments and shows the day. */
@ApplicationScoped
@Transactional
public class Appointments {
  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;
  private final Vehicles vehicles;
  private final StaffAccounts staff;

  @Inject
  public Appointments(
      EntityManager em, Clock clock, AuditLog audit, Vehicles vehicles, StaffAccounts staff) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
    this.vehicles = vehicles;
    this.staff = staff;
  }

  /** For the container's client proxy. */
  protected Appointments() {
    this(null, null, null, null, null);
  }

  /**
   * Books an appointment.
   *
   * @throws RuleViolation if something required is missing or the times are wrong
   * @throws tn.ecar.garage.Conflict if the bay or the technician is taken at that time
   */
  public Appointment book(AppointmentData data) {
    if (data.vehicleId() == null) {
      throw new RuleViolation("vehicleId", null, "An appointment is for a vehicle.");
    }
    if (data.bayId() == null) {
      throw new RuleViolation("bayId", null, "An appointment is on a bay.");
    }
    Bay bay = em.find(Bay.class, data.bayId());
    if (bay == null) {
      throw new NotFound("bay", data.bayId());
    }
    Appointment appointment =
        new Appointment(
            vehicles.find(data.vehicleId()),
            bay,
            data.technicianId() == null ? null : staff.find(data.technicianId()),
            data.work(),
            data.start(),
            data.end());
    em.persist(appointment);
    audit.record(
        "appointment.booked",
        "appointment",
        appointment.getId(),
        null,
        data.start() + ", " + bay.getName());
    Changes.flush(em);
    return appointment;
  }

  /** Cancels an appointment, which frees its bay and its technician. */
  public void cancel(long id) {
    Appointment appointment = em.find(Appointment.class, id);
    if (appointment == null) {
      throw new NotFound("appointment", id);
    }
    appointment.cancel();
    audit.record("appointment.cancelled", "appointment", id, null, null);
    Changes.flush(em);
  }

  /** Returns the appointments of today. */
  public List<AppointmentRow> today() {
    return on(LocalDate.now(clock));
  }

  /** Returns the appointments that touch a day of the garage's zone, by start; one statement. */
  public List<AppointmentRow> on(LocalDate day) {
    return em.createQuery(
            "select new tn.ecar.garage.appointment.AppointmentRow(a.id, a.start, a.end, b.name,"
                + " t.name, v.id, v.plate, c.name, c.phone, a.work) from Appointment a join a.bay b"
                + " join a.vehicle v join v.customer c left join a.technician t where a.cancelled ="
                + " false and a.start < :until and a.end > :from order by a.start, b.name",
            AppointmentRow.class)
        .setParameter("from", day.atStartOfDay(clock.getZone()).toInstant())
        .setParameter("until", day.plusDays(1).atStartOfDay(clock.getZone()).toInstant())
        .getResultList();
  }

  /** Returns the bays, by name. */
  public List<Bay> bays() {
    return em.createQuery("select b from Bay b order by b.name", Bay.class).getResultList();
  }

  /** Adds a bay to the workshop. */
  public Bay addBay(String name) {
    Bay bay = new Bay(name);
    em.persist(bay);
    Changes.flush(em);
    return bay;
  }
}
