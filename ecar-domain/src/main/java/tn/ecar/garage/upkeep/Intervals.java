package tn.ecar.garage.upkeep;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.persistence.Changes;

/** Keeps the service intervals. Predictions follow when they are next computed. */
@ApplicationScoped
@Transactional
public class Intervals {
  private static final String KIND = "interval";

  // Where the name of a service stands beside its intervals. A reminder that was written tells it
  // in its key, and is not written once more because it is called otherwise. Where there are two
  // spellings already, the row that was written first takes the name.
  private static final List<String> RENAME =
      List.of(
          """
          update order_service s set name = ?2 where lower(name) = lower(?1) and not exists (
            select from order_service t
            where t.work_order_id = s.work_order_id and t.id <> s.id
              and (t.name = ?2 or (lower(t.name) = lower(?1) and t.id < s.id)))
          """,
          """
          update service_record s set name = ?2 where lower(name) = lower(?1) and not exists (
            select from service_record t
            where t.work_order_id = s.work_order_id and t.id <> s.id
              and (t.name = ?2 or (lower(t.name) = lower(?1) and t.id < s.id)))
          """,
          """
          update service_prediction s set name = ?2 where lower(name) = lower(?1) and not exists (
            select from service_prediction t
            where t.vehicle_id = s.vehicle_id and t.name = ?2 and t.id <> s.id)
          """,
          """
          with renamed as (
            select id, 'service/' || split_part(message_key, '/', 2) || '/'
              || ?2 || substring(message_key from '/[^/]*$') as message_key
            from message where kind = 'SERVICE'
              and lower(substring(message_key from '^service/[0-9]+/(.*)/[^/]*$')) = lower(?1))
          update message m set message_key = renamed.message_key, version = m.version + 1
          from renamed
          where renamed.id = m.id and not exists (
            select from message t
            where t.message_key = renamed.message_key and t.id <> m.id) and not exists (
            select from renamed t
            where t.message_key = renamed.message_key and t.id < m.id)
          """);

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
   * Returns what can be served, as it is spelled, by the {@link ServiceInterval#key} of its name.
   */
  Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    all().forEach(one -> names.putIfAbsent(ServiceInterval.key(one.getName()), one.getName()));
    return names;
  }

  /**
   * Notes an interval; a name that is known already keeps its spelling.
   *
   * @throws tn.ecar.garage.RuleViolation if a value breaks its form
   * @throws tn.ecar.garage.Conflict if there is one of this name for these vehicles
   */
  public ServiceInterval add(IntervalData data) {
    Map<String, String> names = names();
    ServiceInterval interval = new ServiceInterval(data);
    interval.spell(names.getOrDefault(ServiceInterval.key(interval.getName()), interval.getName()));
    em.persist(interval);
    audit.record("interval.added", KIND, interval.getId(), null, interval.toString());
    Changes.flush(em);
    return interval;
  }

  /**
   * Changes an interval. A name is that of a service: a new one is given to every interval of the
   * old name, and to what was done, is to be done and is predicted under it. Where a service of the
   * new name is known, only this interval joins it, and takes along what was done under the old
   * name if no other interval has that.
   *
   * @throws tn.ecar.garage.RuleViolation if a value breaks its form
   * @throws tn.ecar.garage.Conflict if there is one of this name for these vehicles, or somebody
   *     changed it meanwhile
   */
  public ServiceInterval change(long id, Integer version, IntervalData data) {
    ServiceInterval interval = find(id);
    Changes.requireVersion(KIND, interval.getName(), version, interval.getVersion());
    String old = interval.getName();
    String before = interval.toString();
    List<ServiceInterval> others = all().stream().filter(one -> one != interval).toList();
    interval.change(data);
    String name = interval.getName();
    List<ServiceInterval> joined = named(others, name);
    List<ServiceInterval> namesakes = named(others, old);
    if (!ServiceInterval.key(old).equals(ServiceInterval.key(name)) && !joined.isEmpty()) {
      interval.spell(joined.get(0).getName());
      if (namesakes.isEmpty()) {
        rename(old, interval.getName());
      }
    } else if (!old.equals(name)) {
      namesakes.forEach(one -> one.spell(name));
      rename(old, name);
    }
    audit.record("interval.changed", KIND, id, before, interval.toString());
    Changes.flush(em);
    return interval;
  }

  private static List<ServiceInterval> named(List<ServiceInterval> intervals, String name) {
    return intervals.stream()
        .filter(one -> ServiceInterval.key(one.getName()).equals(ServiceInterval.key(name)))
        .toList();
  }

  /** What an order or a vehicle has under both names already is left as it is. */
  private void rename(String old, String name) {
    // Whether it may be called so is found out first: what follows takes that for granted.
    Changes.flush(em);
    for (String sql : RENAME) {
      em.createNativeQuery(sql).setParameter(1, old).setParameter(2, name).executeUpdate();
    }
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
