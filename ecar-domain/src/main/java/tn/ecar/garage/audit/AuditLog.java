package tn.ecar.garage.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.persistence.Lists;

/**
 * The append-only log: an entry is written in the transaction of what it tells, so that both stand
 * or neither.
 */
@ApplicationScoped
@Transactional
public class AuditLog {
  private final EntityManager em;
  private final Clock clock;
  private final Caller caller;

  @Inject
  public AuditLog(EntityManager em, Clock clock, Caller caller) {
    this.em = em;
    this.clock = clock;
    this.caller = caller;
  }

  /** For the container's client proxy. */
  protected AuditLog() {
    this(null, null, null);
  }

  /**
   * Writes down what the caller did.
   *
   * @param action what happened, for example {@code order.transition}
   * @param kind what kind of thing it happened to
   * @param id its identity; may be null
   * @param before the state before; may be null
   * @param after the state after; may be null
   */
  public void record(String action, String kind, Long id, String before, String after) {
    recordAs(caller.name(), action, kind, id, before, after);
  }

  /** Writes down what somebody did who is not signed in yet, such as the sign-in itself. */
  public void recordAs(
      String who, String action, String kind, Long id, String before, String after) {
    em.persist(new AuditEntry(clock.instant(), who, action, kind, id, before, after));
  }

  /** Returns everything that happened to one thing, oldest first. */
  public List<AuditEntry> of(String kind, long id) {
    return em.createQuery(
            "select e from AuditEntry e where e.subjectKind = :kind and e.subjectId = :id order by"
                + " e.at, e.id",
            AuditEntry.class)
        .setParameter("kind", kind)
        .setParameter("id", id)
        .getResultList();
  }

  /** Returns the whole log, newest first. */
  public Page<AuditEntry> page(PageRequest page) {
    return Lists.of(em, AuditEntry.class, "select e", " from AuditEntry e")
        .sorted(Map.of("at", "e.at", "who", "e.who", "action", "e.action"), "e.at desc", "e.id")
        .page(page);
  }
}
