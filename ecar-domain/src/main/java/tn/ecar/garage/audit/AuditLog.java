package tn.ecar.garage.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.Texts;
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

  /**
   * Returns the log of a period, newest first, or sorted by {@code at}, {@code who}, {@code
   * action}. Two statements at most.
   */
  public Page<AuditEntry> page(AuditQuery query, PageRequest page) {
    ZoneId zone = clock.getZone();
    Lists<AuditEntry> list =
        Lists.of(em, AuditEntry.class, "select e", " from AuditEntry e")
            .where("e.at >= :since", "since", query.since(LocalDate.now(clock), zone))
            .where("e.at < :until", "until", query.until(zone));
    if (!Texts.isBlank(query.text())) {
      list.where(
              "lower(e.who) like :text escape '!' or lower(e.action) like :text escape '!' or"
                  + " lower(e.before) like :text escape '!' or lower(e.after) like :text escape"
                  + " '!'")
          .with("text", Texts.contains(query.text()));
    }
    return list.sorted(
            Map.of("at", "e.at", "who", "e.who", "action", "e.action"), "e.at desc", "e.id")
        .page(page);
  }
}
