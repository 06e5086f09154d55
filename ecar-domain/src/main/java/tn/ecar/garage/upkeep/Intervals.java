package tn.ecar.garage.upkeep;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.persistence.Changes;

/** Keeps the service intervals. Predictions follow when they are next computed. */
@ApplicationScoped
@Transactional
public class Intervals {
  private static final String KIND = "interval";

  private final EntityManager em;
  private final AuditLog audit;

  @Inject
  public Intervals(EntityManager em, AuditLog audit) {
    this.em = em;
    this.audit = audit;
  }

  /** For the container's client proxy. */
  protected Intervals() {
    this(null, null);
  }

  /** Returns every interval, by name, make and model, the generic ones first; one statement. */
  public List<ServiceInterval> all() {
    return em.createQuery(
            "select i from ServiceInterval i order by i.name, coalesce(i.make, ''),"
                + " coalesce(i.model, '')",
            ServiceInterval.class)
        .getResultList();
  }

  /**
   * Notes an interval.
   *
   * @throws tn.ecar.garage.RuleViolation if a value breaks its form
   * @throws tn.ecar.garage.Conflict if there is one of this name for these vehicles
   */
  public ServiceInterval add(IntervalData data) {
    ServiceInterval interval = new ServiceInterval(data);
    em.persist(interval);
    audit.record("interval.added", KIND, interval.getId(), null, interval.toString());
    Changes.flush(em);
    return interval;
  }

  /** Changes an interval. */
  public ServiceInterval change(long id, Integer version, IntervalData data) {
    ServiceInterval interval = find(id);
    Changes.requireVersion(KIND, interval.getName(), version, interval.getVersion());
    String before = interval.toString();
    interval.change(data);
    audit.record("interval.changed", KIND, id, before, interval.toString());
    Changes.flush(em);
    return interval;
  }

  /** Removes an interval; what was done under its name stays in the history. */
  public void remove(long id) {
    ServiceInterval interval = find(id);
    em.remove(interval);
    audit.record("interval.removed", KIND, id, interval.toString(), null);
    Changes.flush(em);
  }

  /**
   * Returns the interval.
   *
   * @throws NotFound if there is none
   */
  public ServiceInterval find(long id) {
    ServiceInterval interval = em.find(ServiceInterval.class, id);
    if (interval == null) {
      throw new NotFound(KIND, id);
    }
    return interval;
  }
}
