package tn.ecar.garage.timeclock;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import tn.ecar.garage.RuleViolation;

/**
 * A stretch of work of one technician on one order. It begins when the technician starts the clock
 * and ends when the clock is stopped, by hand or because the order waits or is done. A manager may
 * put it right afterwards, with a reason. The database holds no two stretches of a technician that
 * overlap.
 */
@Entity
@Table(name = "time_entry")
public class TimeEntry {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "time_entry_id")
  @SequenceGenerator(name = "time_entry_id", sequenceName = "time_entry_id", allocationSize = 50)
  private Long id;

  @Version private int version;

  @Column(name = "work_order_id")
  private Long orderId;

  @Column(name = "technician_id")
  private Long technicianId;

  @Column(name = "started_at")
  private Instant startedAt;

  @Column(name = "stopped_at")
  private Instant stoppedAt;

  /** For the persistence provider. */
  protected TimeEntry() {}

  TimeEntry(long orderId, long technicianId, Instant now) {
    this.orderId = orderId;
    this.technicianId = technicianId;
    this.startedAt = now;
  }

  void stop(Instant now) {
    // The clocks of two nodes may differ by a moment.
    stoppedAt = now.isBefore(startedAt) ? startedAt : now;
  }

  void correct(Instant start, Instant stop, Instant now) {
    if (start == null || stop == null || stop.isBefore(start) || stop.isAfter(now)) {
      throw new RuleViolation(
          "stoppedAt", stop, "A stretch of work ends after it has begun, and not in the future.");
    }
    startedAt = start;
    stoppedAt = stop;
  }

  public Long getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  public Long getOrderId() {
    return orderId;
  }

  public Long getTechnicianId() {
    return technicianId;
  }

  public Instant getStartedAt() {
    return startedAt;
  }

  /** Returns when the clock was stopped, or null while it runs. */
  public Instant getStoppedAt() {
    return stoppedAt;
  }

  /** Returns how long the work took; up to now while the clock runs. */
  public Duration worked(Instant now) {
    Duration worked = Duration.between(startedAt, stoppedAt == null ? now : stoppedAt);
    return worked.isNegative() ? Duration.ZERO : worked;
  }

  /** Returns begin and end, for the audit log. */
  @Override
  public String toString() {
    return startedAt + " to " + (stoppedAt == null ? "now" : stoppedAt);
  }
}
