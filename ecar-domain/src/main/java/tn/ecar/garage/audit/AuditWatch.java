package tn.ecar.garage.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells of what kinds of things were changed since it was asked before, by whomever: every change
 * writes the audit log. An entry shows up when its transaction ends, which may be after a later
 * one's; so the last minute is looked at again, and what was told already is left out.
 *
 * <p>Everything it remembers belongs to the one who holds its monitor.
 */
@ApplicationScoped
public class AuditWatch {
  private static final Duration LOOKED_AT_AGAIN = Duration.ofMinutes(1);

  private final EntityManager em;
  private final Clock clock;
  private final Map<Long, Instant> told = new HashMap<>();

  @Inject
  public AuditWatch(EntityManager em, Clock clock) {
    this.em = em;
    this.clock = clock;
  }

  /** For the container's client proxy. */
  protected AuditWatch() {
    this(null, null);
  }

  /** Forgets what was before now. */
  @Transactional
  public synchronized void begin() {
    told.clear();
    changed();
  }

  /** Returns the kinds that were changed since the last time; one statement. */
  @Transactional
  public synchronized Set<String> changed() {
    Instant since = clock.instant().minus(LOOKED_AT_AGAIN);
    told.values().removeIf(at -> at.isBefore(since));
    Set<String> kinds = new TreeSet<>();
    List<Object[]> entries =
        em.createQuery(
                "select e.id, e.at, e.subjectKind from AuditEntry e where e.at >= :since",
                Object[].class)
            .setParameter("since", since)
            .getResultList();
    for (Object[] entry : entries) {
      if (told.put((Long) entry[0], (Instant) entry[1]) == null) {
        kinds.add((String) entry[2]);
      }
    }
    return kinds;
  }
}
