package tn.ecar.garage.appointment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;

/** A time in which somebody is away; or, when it is nobody's, in which the garage is closed. */
@Entity
@Table(name = "absence")
public class Absence {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "absence_id")
  @SequenceGenerator(name = "absence_id", sequenceName = "absence_id", allocationSize = 50)
  private Long id;

  @Column(name = "staff_id")
  private Long staffId;

  @Column(name = "starts_at")
  private Instant start;

  @Column(name = "ends_at")
  private Instant end;

  private String reason;

  /** For the persistence provider. */
  protected Absence() {}

  Absence(AbsenceData data) {
    if (data.start() == null || data.end() == null || !data.start().isBefore(data.end())) {
      throw new RuleViolation("end", data.end(), "An absence ends after it begins.");
    }
    Span.requireSane("start", data.start());
    Span.requireSane("end", data.end());
    this.staffId = data.staffId();
    this.start = data.start();
    this.end = data.end();
    this.reason = Texts.required("reason", data.reason(), 200);
  }

  public Long getId() {
    return id;
  }

  /** Returns who is away; null when the garage is closed. */
  public Long getStaffId() {
    return staffId;
  }

  public Instant getStart() {
    return start;
  }

  public Instant getEnd() {
    return end;
  }

  public String getReason() {
    return reason;
  }

  /** Returns when and why, for the audit log. */
  @Override
  public String toString() {
    return start + " to " + end + ": " + reason;
  }
}
