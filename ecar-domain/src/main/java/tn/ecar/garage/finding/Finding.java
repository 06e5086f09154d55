package tn.ecar.garage.finding;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;

/**
 * Something about a vehicle that needs work and is not done: found by an inspection, or offered and
 * declined or deferred. It lives on from visit to visit until an order resolves it or somebody says
 * why it is none any more; when that order is cancelled or loses the line that does it, it is open
 * again.
 */
@Entity
@Table(name = "finding")
public class Finding {
  /** How much it presses. */
  public enum Severity {
    /** It will need work. */
    WATCH,
    /** It needs work now. */
    URGENT
  }

  /** Where it stands. */
  public enum State {
    OPEN,
    /** An order does the work. */
    RESOLVED,
    /** It was none, or is none any more. */
    DISMISSED
  }

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "finding_id")
  @SequenceGenerator(name = "finding_id", sequenceName = "finding_id", allocationSize = 50)
  private Long id;

  @Version private int version;

  @Column(name = "vehicle_id")
  private Long vehicleId;

  @Column(name = "found_on_order_id")
  private Long foundOnOrderId;

  @Column(name = "inspection_point_id")
  private Long inspectionPointId;

  @Column(name = "quote_line_id")
  private Long quoteLineId;

  private String work;
  private String note;

  @Enumerated(EnumType.STRING)
  private Severity severity;

  @Enumerated(EnumType.STRING)
  private State state = State.OPEN;

  @Column(name = "found_at")
  private Instant foundAt;

  @Column(name = "resolved_by_id")
  private Long resolvedById;

  @Column(name = "closed_at")
  private Instant closedAt;

  private String reason;

  /** For the persistence provider. */
  protected Finding() {}

  private Finding(long vehicleId, String work, Severity severity, Instant now) {
    this.vehicleId = vehicleId;
    this.work = Texts.required("work", work, 200);
    this.severity = severity;
    this.foundAt = now;
  }

  static Finding ofInspection(
      long vehicle,
      long order,
      long point,
      String work,
      String note,
      Severity severity,
      Instant at) {
    Finding finding = new Finding(vehicle, work, severity, at);
    finding.foundOnOrderId = order;
    finding.inspectionPointId = point;
    finding.note = note;
    return finding;
  }

  static Finding ofQuote(long vehicle, long line, String work, String note, Instant at) {
    Finding finding = new Finding(vehicle, work, Severity.WATCH, at);
    finding.quoteLineId = line;
    finding.note = note;
    return finding;
  }

  void resolve(long order, Instant now) {
    requireOpen();
    state = State.RESOLVED;
    resolvedById = order;
    closedAt = now;
  }

  void dismiss(String why, Instant now) {
    requireOpen();
    reason = Texts.required("reason", why, 200);
    state = State.DISMISSED;
    closedAt = now;
  }

  /** Notes the line that offers its work, unless one did before. */
  void offeredBy(long line) {
    if (quoteLineId == null) {
      quoteLineId = line;
    }
  }

  private void requireOpen() {
    if (state != State.OPEN) {
      throw new RuleViolation("state", state, "This finding is not open any more.");
    }
  }

  public Long getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  public Long getVehicleId() {
    return vehicleId;
  }

  /** Returns the order at which it was found, or null. */
  public Long getFoundOnOrderId() {
    return foundOnOrderId;
  }

  /** Returns the point of the inspection that found it, or null. */
  public Long getInspectionPointId() {
    return inspectionPointId;
  }

  /** Returns the line of the quote by which it was offered first, or null. */
  public Long getQuoteLineId() {
    return quoteLineId;
  }

  /** Returns what needs work. */
  public String getWork() {
    return work;
  }

  /** Returns what was noted, or null. */
  public String getNote() {
    return note;
  }

  public Severity getSeverity() {
    return severity;
  }

  public State getState() {
    return state;
  }

  public Instant getFoundAt() {
    return foundAt;
  }

  /** Returns the order that does the work, or null. */
  public Long getResolvedById() {
    return resolvedById;
  }

  /** Returns when it was resolved or dismissed, or null. */
  public Instant getClosedAt() {
    return closedAt;
  }

  /** Returns why it was dismissed, or null. */
  public String getReason() {
    return reason;
  }
}
