package tn.ecar.garage.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * One thing that happened: who, when, what, before, after. The database refuses to change or delete
 * it.
 */
@Entity
@Table(name = "audit_entry")
public class AuditEntry {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "audit_entry_id")
  @SequenceGenerator(name = "audit_entry_id", sequenceName = "audit_entry_id", allocationSize = 50)
  private Long id;

  @Column(name = "happened_at")
  private Instant at;

  private String who;
  private String action;

  @Column(name = "subject_kind")
  private String subjectKind;

  @Column(name = "subject_id")
  private Long subjectId;

  @Column(name = "state_before")
  private String before;

  @Column(name = "state_after")
  private String after;

  /** For the persistence provider. */
  protected AuditEntry() {}

  /** An entry that is not written yet; see {@link AuditLog#recordAs}. */
  public AuditEntry(
      Instant at,
      String who,
      String action,
      String subjectKind,
      Long subjectId,
      String before,
      String after) {
    this.at = at;
    this.who = who;
    this.action = action;
    this.subjectKind = subjectKind;
    this.subjectId = subjectId;
    this.before = before;
    this.after = after;
  }

  public Long getId() {
    return id;
  }

  public Instant getAt() {
    return at;
  }

  /** Returns the login of who did it, or {@code system}. */
  public String getWho() {
    return who;
  }

  /** Returns what happened, for example {@code order.transition}. */
  public String getAction() {
    return action;
  }

  /** Returns what kind of thing it happened to, for example {@code order}. */
  public String getSubjectKind() {
    return subjectKind;
  }

  /** Returns the identity of the thing, or null, as for a sign-in with an unknown login. */
  public Long getSubjectId() {
    return subjectId;
  }

  /** Returns the state before, or null. */
  public String getBefore() {
    return before;
  }

  /** Returns the state after, or null. */
  public String getAfter() {
    return after;
  }
}
