package tn.ecar.garage.timeclock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tn.ecar.garage.Conflict;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.staff.Role;
import tn.ecar.garage.staff.StaffAccount;

/**
 * Starts and stops the clocks of the technicians. The technician's row is locked first, so of any
 * number of starts at once one stands; the database's constraint would refuse the others as well.
 */
@ApplicationScoped
@Transactional
public class TimeClock {
  private static final String KIND = "time";
  private static final Set<OrderState> WORKED_ON =
      EnumSet.of(OrderState.IN_PROGRESS, OrderState.QUALITY_CHECK);
  private static final String ROWS =
      "select new tn.ecar.garage.timeclock.TimeRow(e.id, e.orderId, o.number, e.technicianId,"
          + " t.name, e.startedAt, e.stoppedAt) from TimeEntry e join WorkOrder o on o.id ="
          + " e.orderId join StaffAccount t on t.id = e.technicianId ";

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;

  @Inject
  public TimeClock(EntityManager em, Clock clock, AuditLog audit) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
  }

  /** For the container's client proxy. */
  protected TimeClock() {
    this(null, null, null);
  }

  /**
   * Starts a technician's clock on an order.
   *
   * @throws RuleViolation if nobody works on the order in its state, or the account is no
   *     technician's
   * @throws Conflict if the technician's clock runs already; it carries the order's number
   */
  public TimeEntry start(long orderId, long technicianId) {
    // The order first, then the technician: a step of the order stops clocks in the same sequence.
    WorkOrder order = em.find(WorkOrder.class, orderId, LockModeType.PESSIMISTIC_WRITE);
    if (order == null) {
      throw new NotFound("order", orderId);
    }
    if (!WORKED_ON.contains(order.getState())) {
      throw new RuleViolation(
          "state", order.getState(), "A clock runs on an order that is in one of " + WORKED_ON);
    }
    requireTechnician(technicianId);
    Optional<TimeRow> running = running(technicianId);
    if (running.isPresent()) {
      throw new Conflict(
          "The clock runs already on order "
              + running.get().orderNumber()
              + " since "
              + running.get().startedAt()
              + ": stop it first.",
          running.get().orderNumber());
    }
    TimeEntry entry = new TimeEntry(orderId, technicianId, clock.instant());
    em.persist(entry);
    audit.record("time.started", KIND, entry.getId(), null, order.getNumber());
    Changes.flush(em);
    return entry;
  }

  private void requireTechnician(long technicianId) {
    StaffAccount technician =
        em.find(StaffAccount.class, technicianId, LockModeType.PESSIMISTIC_WRITE);
    if (technician == null) {
      throw new NotFound("account", technicianId);
    }
    if (!technician.isEnabled() || !technician.getRoles().contains(Role.TECHNICIAN)) {
      throw new RuleViolation(
          "technicianId", technicianId, "Only a technician who works here has a clock.");
    }
  }

  /**
   * Stops a technician's clock, wherever it runs.
   *
   * @throws Conflict if it does not run
   */
  public TimeEntry stop(long technicianId) {
    TimeEntry entry =
        em.createQuery(
                "select e from TimeEntry e where e.technicianId = :technician and e.stoppedAt is"
                    + " null",
                TimeEntry.class)
            .setParameter("technician", technicianId)
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .getResultStream()
            .findFirst()
            .orElseThrow(() -> new Conflict("No clock of this technician is running.", ""));
    entry.stop(clock.instant());
    audit.record("time.stopped", KIND, entry.getId(), null, entry.toString());
    Changes.flush(em);
    return entry;
  }

  /**
   * Puts a stretch of work right.
   *
   * @throws RuleViolation if it ends before it begins or in the future, or the reason is missing
   * @throws Conflict if it would overlap with another one of the technician
   */
  public TimeEntry correct(
      long id, Integer version, Instant startedAt, Instant stoppedAt, String reason) {
    TimeEntry entry = em.find(TimeEntry.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (entry == null) {
      throw new NotFound("stretch of work", id);
    }
    Changes.requireVersion("stretch of work", "", version, entry.getVersion());
    String why = Texts.required("reason", reason, 200);
    String before = entry.toString();
    entry.correct(startedAt, stoppedAt, clock.instant());
    audit.record("time.corrected", KIND, id, before, entry + ": " + why);
    Changes.flush(em);
    return entry;
  }

  /** Returns the stretch of work. */
  public TimeEntry find(long id) {
    TimeEntry entry = em.find(TimeEntry.class, id);
    if (entry == null) {
      throw new NotFound("stretch of work", id);
    }
    return entry;
  }

  /** Returns where a technician's clock runs; empty if it does not. */
  public Optional<TimeRow> running(long technicianId) {
    return em.createQuery(
            ROWS + "where e.technicianId = :technician and e.stoppedAt is null", TimeRow.class)
        .setParameter("technician", technicianId)
        .getResultStream()
        .findFirst();
  }

  /** Returns the work on an order, oldest first; one statement. */
  public List<TimeRow> of(long orderId) {
    return em.createQuery(ROWS + "where e.orderId = :order order by e.startedAt", TimeRow.class)
        .setParameter("order", orderId)
        .getResultList();
  }

  /** Returns the work that began on a day, by technician; one statement. */
  public List<TimeRow> on(LocalDate day) {
    return em.createQuery(
            ROWS + "where e.startedAt >= :from and e.startedAt < :to order by t.name, e.startedAt",
            TimeRow.class)
        .setParameter("from", day.atStartOfDay(clock.getZone()).toInstant())
        .setParameter("to", day.plusDays(1).atStartOfDay(clock.getZone()).toInstant())
        .getResultList();
  }

  /** Returns how long was worked in all; what still runs counts up to now. */
  public Duration total(List<TimeRow> rows) {
    Instant now = clock.instant();
    return rows.stream()
        .map(
            row ->
                Duration.between(row.startedAt(), row.stoppedAt() == null ? now : row.stoppedAt()))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
