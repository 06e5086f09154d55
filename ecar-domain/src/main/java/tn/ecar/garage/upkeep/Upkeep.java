package tn.ecar.garage.upkeep;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.audit.Caller;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.persistence.Lists;
import tn.ecar.garage.vehicle.OdometerReading;
import tn.ecar.garage.vehicle.Vehicle;

/** Keeps the history of services and predicts the next ones: one for each vehicle and interval. */
@ApplicationScoped
@Transactional
public class Upkeep {
  private static final String KIND = "vehicle";
  private static final Set<OrderState> FINISHED =
      EnumSet.of(OrderState.READY, OrderState.DELIVERED, OrderState.CANCELLED);
  private static final Map<String, String> SORTS =
      Map.of("dueOn", "p.dueOn", "plate", "v.plate", "customerName", "c.name");

  private static final String CHOICES =
      """
      select i.name, false from service_interval i
      where (i.make is null or lower(i.make) = lower(?2))
        and (i.model is null or lower(i.model) = lower(?3))
      union
      select s.name, true from order_service s where s.work_order_id = ?1
      order by 1
      """;

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;
  private final Caller caller;
  private final Intervals intervals;

  @Inject
  public Upkeep(EntityManager em, Clock clock, AuditLog audit, Caller caller, Intervals intervals) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
    this.caller = caller;
    this.intervals = intervals;
  }

  /** For the container's client proxy. */
  protected Upkeep() {
    this(null, null, null, null, null);
  }

  /** Returns what an order serves, by name; one statement. */
  public List<String> servedBy(long orderId) {
    return em.createQuery(
            "select s.name from OrderService s where s.orderId = :id order by s.name", String.class)
        .setParameter("id", orderId)
        .getResultList();
  }

  /** Returns what can be served on a vehicle, by name: its intervals; one statement. */
  public List<String> servable(Vehicle vehicle) {
    return ServiceInterval.of(intervals.all(), vehicle.getMake(), vehicle.getModel()).stream()
        .map(ServiceInterval::getName)
        .toList();
  }

  /**
   * What may be said of an order, each by name.
   *
   * @param served what is said now
   * @param offered the intervals of its vehicle, and what is said although it is none of these
   */
  public record Choices(List<String> served, List<String> offered) {
    public Choices {
      served = List.copyOf(served);
      offered = List.copyOf(offered);
    }
  }

  /** Returns what an order serves, and what it may serve; one statement. */
  public Choices choices(WorkOrder order) {
    Vehicle vehicle = order.getVehicle();
    List<?> rows =
        em.createNativeQuery(CHOICES)
            .setParameter(1, order.getId())
            .setParameter(2, vehicle.getMake())
            .setParameter(3, vehicle.getModel() == null ? "" : vehicle.getModel())
            .getResultList();
    List<String> served = new ArrayList<>();
    Set<String> offered = new TreeSet<>();
    for (Object each : rows) {
      Object[] row = (Object[]) each;
      offered.add((String) row[0]);
      if ((Boolean) row[1]) {
        served.add((String) row[0]);
      }
    }
    return new Choices(served, List.copyOf(offered));
  }

  /** Returns whether it may still be said what an order serves: its work is not finished. */
  public static boolean mayBeSaid(OrderState state) {
    return !FINISHED.contains(state);
  }

  /**
   * Says which intervals an order serves; the ones said before are forgotten.
   *
   * @param version the {@link Changes#versionOf version} of what was read; null to say it whatever
   *     was said before
   * @param names as the intervals are called
   * @throws RuleViolation if there is no interval of a name, or the work is finished
   * @throws tn.ecar.garage.Conflict if something else was said meanwhile
   */
  public List<String> serve(long orderId, Integer version, Collection<String> names) {
    WorkOrder order = requireUnfinished(orderId);
    List<String> now = servedBy(orderId);
    Changes.requireVersion("order", order.getNumber(), version, Changes.versionOf(now));
    Map<String, String> known = intervals.names();
    // What was said before stays possible when its interval is gone.
    now.forEach(name -> known.putIfAbsent(ServiceInterval.key(name), name));
    TreeSet<String> wanted = new TreeSet<>();
    for (String name : names) {
      wanted.add(canonical(known, name));
    }
    em.createQuery("delete from OrderService s where s.orderId = :id")
        .setParameter("id", orderId)
        .executeUpdate();
    wanted.forEach(name -> em.persist(new OrderService(orderId, name)));
    audit.record("order.services", "order", orderId, now.toString(), wanted.toString());
    Changes.flush(em);
    return List.copyOf(wanted);
  }

  private WorkOrder requireUnfinished(long orderId) {
    WorkOrder order = em.find(WorkOrder.class, orderId, LockModeType.PESSIMISTIC_WRITE);
    if (order == null) {
      throw new NotFound("order", orderId);
    }
    if (!mayBeSaid(order.getState())) {
      throw new RuleViolation(
          "state", order.getState(), "The work is finished: what it served is noted already.");
    }
    return order;
  }

  private static String canonical(Map<String, String> known, String name) {
    String found = known.get(ServiceInterval.key(Texts.required("service", name, 60)));
    if (found == null) {
      throw new RuleViolation(
          "service", name, "There is no such interval: choose of " + new TreeSet<>(known.values()));
    }
    return found;
  }

  /**
   * Notes what a finished order served and predicts anew. Called in the transaction of the order's
   * step; a second time, after work was taken up again, adds nothing.
   *
   * @throws RuleViolation if it served something and nobody knows what the odometer shows
   */
  public void finished(long orderId, Vehicle vehicle) {
    LocalDate today = LocalDate.now(clock);
    List<String> served = servedBy(orderId);
    if (!served.isEmpty() && vehicle.getOdometerKm() == null) {
      throw new RuleViolation(
          "odometerKm",
          null,
          "Note what the odometer shows first: the services of this order are kept with it.");
    }
    List<String> noted = noted(orderId).stream().map(ServiceInterval::key).toList();
    for (String name : served) {
      if (!noted.contains(ServiceInterval.key(name))) {
        em.persist(
            new ServiceRecord(
                vehicle.getId(), name, today, vehicle.getOdometerKm(), orderId, caller.name()));
        audit.record("vehicle.served", KIND, vehicle.getId(), null, name);
      }
    }
    Changes.flush(em);
    predict(vehicle);
  }

  /**
   * Predicts anew when an order is cancelled that had been ready before: what it was to serve was
   * not done. Called in the transaction of the order's step.
   */
  public void cancelled(long orderId, Vehicle vehicle) {
    if (!noted(orderId).isEmpty()) {
      predict(vehicle.getId());
    }
  }

  private List<String> noted(long orderId) {
    return em.createQuery("select r.name from ServiceRecord r where r.orderId = :id", String.class)
        .setParameter("id", orderId)
        .getResultList();
  }

  /**
   * Notes what was done elsewhere, and predicts anew.
   *
   * @throws RuleViolation if it is of the future, or there is no such interval
   */
  public ServiceRecord doneElsewhere(long vehicleId, String name, LocalDate on, Integer km) {
    Vehicle vehicle = em.find(Vehicle.class, vehicleId, LockModeType.PESSIMISTIC_WRITE);
    if (vehicle == null) {
      throw new NotFound(KIND, vehicleId);
    }
    LocalDate today = LocalDate.now(clock);
    if (on == null || on.isAfter(today) || on.isBefore(today.minusYears(50))) {
      throw new RuleViolation("on", on, "A service was done on a day of the past.");
    }
    Integer most = Distance.of(readings(vehicleId)).mostOn(on);
    if (km == null || km < 0 || (most != null && km > most)) {
      throw new RuleViolation("km", km, "A service was done at a reading up to " + most + " km.");
    }
    ServiceRecord record =
        new ServiceRecord(
            vehicleId, canonical(intervals.names(), name), on, km, null, caller.name());
    em.persist(record);
    audit.record("vehicle.served", KIND, vehicleId, null, record.getName() + " elsewhere");
    Changes.flush(em);
    predict(vehicle);
    return record;
  }

  /**
   * Returns what was done to a vehicle, newest first; one statement. What an order noted that was
   * cancelled later, or serves something else by now, was not done.
   */
  public List<ServiceRecord> history(long vehicleId) {
    return em.createQuery(
            "select r from ServiceRecord r where r.vehicleId = :id and (r.orderId is null or exists"
                + " (select s from OrderService s, WorkOrder o where o.id = r.orderId and o.state"
                + " <> :cancelled and s.orderId = r.orderId and lower(s.name) = lower(r.name)))"
                + " order by r.on desc, r.id desc",
            ServiceRecord.class)
        .setParameter("id", vehicleId)
        .setParameter("cancelled", OrderState.CANCELLED)
        .getResultList();
  }

  /** Returns the predictions of a vehicle, the next one first; one statement. */
  public List<ServicePrediction> predictions(long vehicleId) {
    return em.createQuery(
            "select p from ServicePrediction p where p.vehicleId = :id order by p.dueOn, p.name",
            ServicePrediction.class)
        .setParameter("id", vehicleId)
        .getResultList();
  }

  /**
   * Predicts anew from everything that is known.
   *
   * @throws NotFound if there is no such vehicle
   */
  public List<ServicePrediction> predict(long vehicleId) {
    Vehicle vehicle = em.find(Vehicle.class, vehicleId, LockModeType.PESSIMISTIC_WRITE);
    if (vehicle == null) {
      throw new NotFound(KIND, vehicleId);
    }
    return predict(vehicle);
  }

  private List<ServicePrediction> predict(Vehicle vehicle) {
    Long id = vehicle.getId();
    Distance distance = Distance.of(readings(id));
    if (distance.points().isEmpty()) {
      return List.of();
    }
    LocalDate today = LocalDate.now(clock);
    UsageRate rate = UsageRate.estimate(distance.points(), ownedSince(id), today);
    Map<String, ServicePrediction> before = new HashMap<>();
    predictions(id).forEach(one -> before.put(ServiceInterval.key(one.getName()), one));
    List<ServiceRecord> history = history(id);
    List<ServicePrediction> after = new ArrayList<>();
    for (ServiceInterval interval :
        ServiceInterval.of(intervals.all(), vehicle.getMake(), vehicle.getModel())) {
      DueDate due = due(interval, last(interval, history), distance, rate);
      ServicePrediction prediction = before.remove(ServiceInterval.key(interval.getName()));
      if (prediction == null) {
        prediction = new ServicePrediction(id, interval.getName());
        em.persist(prediction);
      }
      prediction.predict(due, rate, today);
      after.add(prediction);
    }
    before.values().forEach(em::remove);
    Changes.flush(em);
    after.sort(
        Comparator.comparing(ServicePrediction::getDueOn)
            .thenComparing(ServicePrediction::getName));
    return after;
  }

  private static Distance.Point last(ServiceInterval interval, List<ServiceRecord> history) {
    return history.stream()
        .filter(
            record ->
                ServiceInterval.key(record.getName())
                    .equals(ServiceInterval.key(interval.getName())))
        .findFirst()
        .map(record -> new Distance.Point(record.getOn(), record.getKm()))
        .orElse(null);
  }

  /**
   * Returns when an interval is due.
   *
   * @param done its last service as the instrument showed it that day; null if there was none, its
   *     time then begins with the first reading
   */
  static DueDate due(
      ServiceInterval interval, Distance.Point done, Distance distance, UsageRate rate) {
    List<Distance.Point> points = distance.points();
    Distance.Point last =
        done == null ? points.get(0) : distance.onPresentScale(done.on(), done.km());
    Distance.Point now = points.get(points.size() - 1);
    return DueDate.of(interval.getKm(), interval.getDays(), last, now, rate);
  }

  private List<Distance.Reading> readings(Long vehicleId) {
    return em
        .createQuery(
            "select r from OdometerReading r where r.vehicle.id = :id order by r.on, r.id",
            OdometerReading.class)
        .setParameter("id", vehicleId)
        .getResultList()
        .stream()
        .map(Distance.Reading::of)
        .toList();
  }

  private LocalDate ownedSince(Long vehicleId) {
    return em.createQuery(
            "select max(o.from) from Ownership o where o.vehicle.id = :id and o.to is null",
            LocalDate.class)
        .setParameter("id", vehicleId)
        .getSingleResult();
  }

  /**
   * Returns what is due in a time, the earliest first, or sorted by {@code dueOn}, {@code plate},
   * {@code customerName}. Two statements.
   */
  public Page<DueRow> due(LocalDate from, LocalDate to, PageRequest page) {
    String source =
        " from ServicePrediction p join Vehicle v on v.id = p.vehicleId join v.customer c";
    String select =
        "select new tn.ecar.garage.upkeep.DueRow(v.id, v.plate, v.make, v.model, c.id, c.name,"
            + " c.phone, p.name, p.dueKm, p.dueOn, p.earliest, p.latest)";
    return Lists.of(em, DueRow.class, select, source)
        .where("v.active = true")
        .where("p.dueOn >= :from", "from", from)
        .where("p.dueOn <= :to", "to", to)
        .sorted(SORTS, "p.dueOn", "p.id")
        .page(page);
  }
}
