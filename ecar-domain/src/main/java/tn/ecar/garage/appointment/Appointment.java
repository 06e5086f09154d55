package tn.ecar.garage.appointment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import tn.ecar.garage.Conflict;
import tn.ecar.garage.Texts;
import tn.ecar.garage.staff.StaffAccount;
import tn.ecar.garage.vehicle.Vehicle;

/**
 * A time agreed with a customer for a vehicle on a bay, maybe with a technician. The database
 * refuses two at once on one place of a bay or for one technician. It becomes a work order when the
 * vehicle comes; one that is called off or missed stays, and frees its time.
 */
@Entity
@Table(name = "appointment")
public class Appointment {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "appointment_id")
  @SequenceGenerator(name = "appointment_id", sequenceName = "appointment_id", allocationSize = 50)
  private Long id;

  @Version private int version;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "vehicle_id")
  private Vehicle vehicle;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "bay_id")
  private Bay bay;

  @ManyToOne(fetch = FetchType.LAZY)
  @JoinColumn(name = "technician_id")
  private StaffAccount technician;

  @Column(name = "wanted_work")
  private String work;

  @Column(name = "starts_at")
  private Instant start;

  @Column(name = "ends_at")
  private Instant end;

  @Enumerated(EnumType.STRING)
  private AppointmentState state = AppointmentState.BOOKED;

  private int place;
  private String skill;
  private String reason;

  @Column(name = "work_order_id")
  private Long orderId;

  /** For the persistence provider. */
  protected Appointment() {}

  Appointment(Vehicle vehicle) {
    this.vehicle = vehicle;
  }

  /** Takes over what is agreed on. */
  void agree(String newWork, String newSkill) {
    String checkedWork = Texts.required("work", newWork, 300);
    skill = Texts.optional("skill", newSkill, 40);
    work = checkedWork;
  }

  /** Takes a place of a bay, and maybe a technician, for a time. */
  void take(Bay newBay, int newPlace, StaffAccount newTechnician, Span span) {
    bay = newBay;
    place = newPlace;
    technician = newTechnician;
    start = span.start();
    end = span.end();
  }

  /**
   * Returns quietly while nothing has become of it.
   *
   * @throws Conflict otherwise
   */
  void requireBooked() {
    if (state != AppointmentState.BOOKED) {
      throw new Conflict("The appointment is " + state + " already.", state.name());
    }
  }

  void arrived(Long newOrderId) {
    requireBooked();
    state = AppointmentState.ARRIVED;
    orderId = newOrderId;
  }

  void missed() {
    requireBooked();
    state = AppointmentState.MISSED;
  }

  void cancel(String newReason) {
    requireBooked();
    reason = Texts.optional("reason", newReason, 200);
    state = AppointmentState.CANCELLED;
  }

  public Long getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  public Vehicle getVehicle() {
    return vehicle;
  }

  public Bay getBay() {
    return bay;
  }

  /** Returns the technician, or null. */
  public StaffAccount getTechnician() {
    return technician;
  }

  /** Returns what the customer wants to have done. */
  public String getWork() {
    return work;
  }

  public Instant getStart() {
    return start;
  }

  public Instant getEnd() {
    return end;
  }

  public AppointmentState getState() {
    return state;
  }

  /** Returns which place of the bay it has, from 1. */
  public int getPlace() {
    return place;
  }

  /** Returns what the technician has to know, or null. */
  public String getSkill() {
    return skill;
  }

  /** Returns why it was called off, or null. */
  public String getReason() {
    return reason;
  }

  /** Returns the identity of the work order it became, or null. */
  public Long getOrderId() {
    return orderId;
  }

  /** Returns when and where, for the audit log. */
  @Override
  public String toString() {
    return start + " to " + end + ", " + bay.getName();
  }
}
