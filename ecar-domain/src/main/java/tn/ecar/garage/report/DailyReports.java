package tn.ecar.garage.report;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.order.OrderList;
import tn.ecar.garage.order.OrderQuery;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.payment.Payment;
import tn.ecar.garage.payment.Payments;
import tn.ecar.garage.supply.PurchaseOrders;

/** Makes the report of a day from the books as they are. It changes nothing. */
@ApplicationScoped
@Transactional
public class DailyReports {
  private static final EnumSet<OrderState> CLOSED =
      EnumSet.of(OrderState.DELIVERED, OrderState.CANCELLED);

  /** More open orders than any workshop works on; the count by state tells all of them. */
  private static final int MOST_ORDERS = 200;

  private final EntityManager em;
  private final Clock clock;
  private final Payments payments;
  private final OrderList orders;
  private final PurchaseOrders purchases;
  private final Invoices invoices;

  @Inject
  public DailyReports(
      EntityManager em,
      Clock clock,
      Payments payments,
      OrderList orders,
      PurchaseOrders purchases,
      Invoices invoices) {
    this.em = em;
    this.clock = clock;
    this.payments = payments;
    this.orders = orders;
    this.purchases = purchases;
    this.invoices = invoices;
  }

  /** For the container's client proxy. */
  protected DailyReports() {
    this(null, null, null, null, null, null);
  }

  /**
   * Returns the report of a day.
   *
   * @param day null for today
   * @throws RuleViolation if it is still to come
   */
  public DailyReport of(LocalDate day) {
    LocalDate today = LocalDate.now(clock);
    LocalDate wanted = day == null ? today : day;
    if (wanted.isAfter(today)) {
      throw new RuleViolation("day", wanted, "A report is of a day that has begun.");
    }
    Sum issued = sum("Invoice", wanted);
    Sum credited = sum("CreditNote", wanted);
    return new DailyReport(
        invoices.seller().getName(),
        wanted,
        clock.instant(),
        takings(wanted),
        issued.count(),
        issued.total(),
        credited.count(),
        credited.total(),
        openByState(),
        openOrders(),
        purchases.toOrder());
  }

  private List<DailyReport.Taking> takings(LocalDate day) {
    Map<Payment.Method, List<Payment>> byMethod =
        payments.on(day).stream()
            .collect(
                Collectors.groupingBy(
                    Payment::getMethod,
                    () -> new EnumMap<>(Payment.Method.class),
                    Collectors.toList()));
    return byMethod.entrySet().stream().map(e -> taking(e.getKey(), e.getValue())).toList();
  }

  private static DailyReport.Taking taking(Payment.Method method, List<Payment> payments) {
    long count = 0;
    Money received = Money.ZERO;
    Money withheld = Money.ZERO;
    Money back = Money.ZERO;
    for (Payment payment : payments) {
      if (payment.getKind() == Payment.Kind.PAYMENT) {
        count++;
        received = received.plus(payment.getReceived());
        withheld = withheld.plus(payment.getWithheld());
      } else {
        back = back.minus(payment.getReceived());
      }
    }
    return new DailyReport.Taking(method, count, received, withheld, back);
  }

  private Map<OrderState, Long> openByState() {
    Map<OrderState, Long> counts = new EnumMap<>(OrderState.class);
    counts.putAll(orders.countByState());
    counts.keySet().removeAll(CLOSED);
    return counts;
  }

  private List<OrderRow> openOrders() {
    OrderState[] open =
        Arrays.stream(OrderState.values())
            .filter(state -> !CLOSED.contains(state))
            .toArray(OrderState[]::new);
    PageRequest oldest = new PageRequest(0, MOST_ORDERS, "openedAt", false);
    return orders.search(OrderQuery.in(open), oldest).items();
  }

  private Sum sum(String document, LocalDate day) {
    Object[] row =
        em.createQuery(
                "select count(d), sum(d.total) from " + document + " d where d.issuedOn = :day",
                Object[].class)
            .setParameter("day", day)
            .getSingleResult();
    BigDecimal total = (BigDecimal) row[1];
    return new Sum((Long) row[0], total == null ? Money.ZERO : new Money(total));
  }

  private record Sum(long count, Money total) {}
}
