package tn.ecar.garage.part;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tn.ecar.garage.Conflict;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.audit.Caller;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.persistence.Lists;

/** Counts shelves and moves stock to what was found. */
@ApplicationScoped
@Transactional
public class StockCounts {
  private static final String KIND = "count";

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;
  private final Caller caller;
  private final Parts parts;

  @Inject
  public StockCounts(EntityManager em, Clock clock, AuditLog audit, Caller caller, Parts parts) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
    this.caller = caller;
    this.parts = parts;
  }

  /** For the container's client proxy. */
  protected StockCounts() {
    this(null, null, null, null, null);
  }

  /**
   * Takes a count over: each difference is a movement, all of them or none. What is missing because
   * work under way has used it already is no difference.
   *
   * @throws RuleViolation if there is no line, a part stands twice, or a quantity is negative
   * @throws Conflict if stock moved since the sheet was printed: that shelf is to be counted anew
   */
  public StockCount count(CountData data) {
    if (data.lines().isEmpty()) {
      throw new RuleViolation("lines", "", "A count has at least one shelf.");
    }
    StockCount count = new StockCount(data.note(), clock.instant(), caller.name());
    em.persist(count);
    for (CountData.Line line : inLockingOrder(data.lines())) {
      Quantity counted = RuleViolation.in("counted", () -> new Quantity(line.counted()));
      if (counted.isNegative()) {
        throw new RuleViolation("counted", counted, "What lies on a shelf is 0 or more.");
      }
      Part part = parts.locked(line.partId());
      requireExpected(part, line);
      Quantity expected = expected(part, counted);
      count.add(part, expected, counted);
      Quantity difference = counted.minus(expected);
      if (!difference.isZero()) {
        parts.move(part.getId(), difference, StockMovement.Reason.COUNT, "count " + count.getId());
      }
    }
    audit.record("count.taken", KIND, count.getId(), null, data.lines().size() + " shelves");
    Changes.flush(em);
    return count;
  }

  /**
   * What work under way lists leaves the books when its order is ready, and the shelf some time
   * before: as far as a shelf lacks no more than that, it lacks nothing.
   */
  private Quantity expected(Part part, Quantity counted) {
    Quantity least = part.getOnHand().minus(listed(part));
    Quantity expected = counted.compareTo(least) < 0 ? least : counted;
    return expected.compareTo(part.getOnHand()) > 0 ? part.getOnHand() : expected;
  }

  private Quantity listed(Part part) {
    return new Quantity(
        em.createQuery(
                "select coalesce(sum(l.quantity - l.taken), 0) from WorkOrderLine l where l.part ="
                    + " :part and l.order.state in"
                    + " (tn.ecar.garage.order.OrderState.IN_PROGRESS,"
                    + " tn.ecar.garage.order.OrderState.WAITING_PARTS,"
                    + " tn.ecar.garage.order.OrderState.WAITING_APPROVAL,"
                    + " tn.ecar.garage.order.OrderState.QUALITY_CHECK)",
                BigDecimal.class)
            .setParameter("part", part)
            .getSingleResult());
  }

  private static List<CountData.Line> inLockingOrder(List<CountData.Line> lines) {
    Set<Long> seen = new HashSet<>();
    for (CountData.Line line : lines) {
      if (line.partId() == null || !seen.add(line.partId())) {
        throw new RuleViolation("partId", line.partId(), "A count names each part once.");
      }
    }
    return lines.stream().sorted(Comparator.comparing(CountData.Line::partId)).toList();
  }

  private static void requireExpected(Part part, CountData.Line line) {
    if (line.expected() != null && part.getOnHand().value().compareTo(line.expected()) != 0) {
      throw new Conflict(
          "Of "
              + part.getNumber()
              + " there are "
              + part.getOnHand()
              + " in the books now, not "
              + line.expected()
              + " as on the sheet: count this shelf anew.",
          part.getNumber());
    }
  }

  /**
   * Returns the count with its shelves and parts; one statement.
   *
   * @throws NotFound if there is none
   */
  public StockCount find(long id) {
    return em
        .createQuery("select c from StockCount c where c.id = :id", StockCount.class)
        // JPQL's own fetch of a fetched row's relation would still read part by part.
        .setHint("eclipselink.left-join-fetch", "c.lines.part")
        .setParameter("id", id)
        .getResultList()
        .stream()
        .findFirst()
        .orElseThrow(() -> new NotFound(KIND, id));
  }

  /** Returns the counts, newest first. Two statements. */
  public Page<CountRow> page(PageRequest page) {
    String select = "select new tn.ecar.garage.part.CountRow(c.id, c.note, c.at, c.by)";
    return Lists.of(em, CountRow.class, select, " from StockCount c")
        .sorted(Map.of("at", "c.at"), "c.at desc", "c.id")
        .page(page);
  }
}
