package tn.ecar.garage.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tn.ecar.garage.GarageClock;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.order.WorkOrders;
import tn.ecar.garage.part.Part;
import tn.ecar.garage.part.PartData;
import tn.ecar.garage.part.Parts;
import tn.ecar.garage.payment.Payment;
import tn.ecar.garage.payment.PaymentData;
import tn.ecar.garage.payment.Payments;
import tn.ecar.garage.supply.PurchaseData;
import tn.ecar.garage.upkeep.Upkeep;

/**
 * The work itself: shelves that are filled, orders that are lived through, each at its own moment
 * of the past.
 */
@ApplicationScoped
public class DemoWorkshop {
  private static final Duration WORK = Duration.ofHours(3);
  private static final List<Payment.Method> METHODS =
      List.of(
          Payment.Method.CASH,
          Payment.Method.CASH,
          Payment.Method.CARD,
          Payment.Method.CHEQUE,
          Payment.Method.TRANSFER);
  private static final String AGREED = "Accord du client par téléphone";

  private final GarageClock time;
  private final Parts parts;
  private final WorkOrders orders;
  private final Invoices invoices;
  private final Payments payments;
  private final Upkeep upkeep;
  private final DemoSupply supply;

  @Inject
  public DemoWorkshop(
      GarageClock time,
      Parts parts,
      WorkOrders orders,
      Invoices invoices,
      Payments payments,
      Upkeep upkeep,
      DemoSupply supply) {
    this.time = time;
    this.parts = parts;
    this.orders = orders;
    this.invoices = invoices;
    this.payments = payments;
    this.upkeep = upkeep;
    this.supply = supply;
  }

  /** For the container's client proxy. */
  protected DemoWorkshop() {
    this(null, null, null, null, null, null, null);
  }

  /** What lies on the shelves, remembered so that a delivery comes before a shelf is empty. */
  static final class Shelves {
    private final Map<String, Part> parts = new HashMap<>();
    private final Map<String, BigDecimal> left = new HashMap<>();
    private Map<String, Long> suppliers = Map.of();
    private int deliveries;

    long id(String number) {
      return parts.get(number).getId();
    }
  }

  /** Lists the parts and receives a first delivery of each. */
  Shelves fillShelves() {
    Shelves shelves = new Shelves();
    shelves.suppliers = supply.introduce();
    for (PartData data : DemoCatalogue.PARTS) {
      shelves.parts.put(data.number(), parts.add(data));
      shelves.left.put(data.number(), BigDecimal.ZERO);
      deliver(shelves, data);
    }
    return shelves;
  }

  private void deliver(Shelves shelves, PartData data) {
    BigDecimal quantity = DemoCatalogue.delivery(data);
    shelves.deliveries++;
    String note = "BL-" + (1_000 + shelves.deliveries);
    supply.deliver(
        shelves.suppliers.get(data.supplier()),
        List.of(DemoSupply.line(shelves.id(data.number()), data, quantity)),
        note);
    shelves.left.merge(data.number(), quantity, BigDecimal::add);
  }

  /** Orders of which some goods are still to come, and one that is being written. */
  Shelves expectGoods(Shelves shelves) {
    for (int i = 0; i < 3; i++) {
      PartData data = DemoCatalogue.PARTS.get(i * 7);
      long supplier = shelves.suppliers.get(data.supplier());
      BigDecimal quantity = DemoCatalogue.delivery(data);
      PurchaseData.Line line = DemoSupply.line(shelves.id(data.number()), data, quantity);
      if (i == 0) {
        supply.draft(supplier, List.of(line));
      } else {
        supply.deliverInPart(supplier, List.of(line), "BL-9" + i);
      }
    }
    return shelves;
  }

  private void takeFrom(Shelves shelves, DemoCatalogue.Job job) {
    for (DemoCatalogue.Use use : job.uses()) {
      BigDecimal left = shelves.left.get(use.number()).subtract(new BigDecimal(use.quantity()));
      shelves.left.put(use.number(), left);
      PartData data =
          DemoCatalogue.PARTS.stream()
              .filter(part -> part.number().equals(use.number()))
              .findFirst()
              .orElseThrow();
      if (left.compareTo(data.reorderPoint()) < 0) {
        deliver(shelves, data);
      }
    }
  }

  /** Lives one order from reception to delivery with its invoice, from that moment on. */
  void live(DemoVisit visit, Shelves shelves, long technician, Instant from) {
    long order = open(visit, shelves, technician, from, OrderState.IN_PROGRESS);
    Instant done = from.plus(WORK);
    step(order, done, OrderState.QUALITY_CHECK);
    step(order, done.plus(Duration.ofMinutes(10)), OrderState.READY);
    Invoice invoice = time.at(done.plus(Duration.ofMinutes(20)), () -> invoices.issue(order));
    Instant fetched = done.plus(Duration.ofMinutes(30));
    time.at(fetched, () -> pay(invoice));
    step(order, fetched, OrderState.DELIVERED);
  }

  /** Most pay at once; one of twelve pays half, one of twenty-five owes it still. */
  private Invoice pay(Invoice invoice) {
    long turn = invoice.getId();
    if (turn % 25 != 0) {
      BigDecimal total = invoice.getTotal().amount();
      boolean half = turn % 12 == 0;
      Payment.Method method = METHODS.get((int) (turn % METHODS.size()));
      BigDecimal amount =
          half ? Money.rounded(total.divide(BigDecimal.valueOf(2))).amount() : total;
      String cheque = method == Payment.Method.CHEQUE ? "CHQ-" + (40_000 + turn) : null;
      payments.receive(invoice.getId(), new PaymentData(amount, method, null, null, cheque));
    }
    return invoice;
  }

  /** Opens an order at that moment and takes it to a state; none after READY. */
  long open(DemoVisit visit, Shelves shelves, long technician, Instant from, OrderState until) {
    WorkOrder opened =
        time.at(
            from,
            () ->
                orders.open(
                    new OpenOrder(
                        visit.car().id(),
                        visit.job().complaint(),
                        visit.car().kmOn(visit.day()),
                        technician)));
    long order = opened.getId();
    time.at(from.plus(Duration.ofMinutes(5)), () -> fill(order, visit.job(), shelves));
    Instant moment = from;
    for (OrderState state : road(until)) {
      moment = moment.plus(Duration.ofMinutes(10));
      step(order, moment, state);
    }
    return order;
  }

  /** Tells the customer when to come back. */
  WorkOrder promise(long order, Instant now, Instant back) {
    return time.at(now, () -> orders.promise(order, back));
  }

  private WorkOrder fill(long order, DemoCatalogue.Job job, Shelves shelves) {
    takeFrom(shelves, job);
    for (DemoCatalogue.Use use : job.uses()) {
      orders.addLine(order, LineData.part(shelves.id(use.number()), use.quantity()));
    }
    orders.addLine(
        order, LineData.labour("Main d'œuvre : " + job.work(), job.hours(), DemoCatalogue.HOUR));
    if (!job.serves().isEmpty()) {
      upkeep.serve(order, job.serves());
    }
    return orders.describe(order, null, job.cause(), job.work());
  }

  private void step(long order, Instant moment, OrderState to) {
    time.at(
        moment,
        () -> orders.transition(order, null, to, to == OrderState.APPROVED ? AGREED : null));
  }

  /** The shortest road from a draft to a state. */
  private static List<OrderState> road(OrderState until) {
    return switch (until) {
      case DRAFT -> List.of();
      case ESTIMATED, APPROVED, CANCELLED -> List.of(until);
      case IN_PROGRESS -> List.of(OrderState.APPROVED, until);
      case WAITING_PARTS, WAITING_APPROVAL, QUALITY_CHECK ->
          List.of(OrderState.APPROVED, OrderState.IN_PROGRESS, until);
      case READY, DELIVERED ->
          List.of(
              OrderState.APPROVED,
              OrderState.IN_PROGRESS,
              OrderState.QUALITY_CHECK,
              OrderState.READY);
    };
  }
}
