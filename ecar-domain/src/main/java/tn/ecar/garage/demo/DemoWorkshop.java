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
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.order.WorkOrders;
import tn.ecar.garage.part.Part;
import tn.ecar.garage.part.PartData;
import tn.ecar.garage.part.Parts;
import tn.ecar.garage.part.StockMovement.Reason;

/**
 * The work itself: shelves that are filled, orders that are lived through, each at its own moment
 * of the past.
 */
@ApplicationScoped
public class DemoWorkshop {
  private static final Duration WORK = Duration.ofHours(3);
  private static final String AGREED = "Accord du client par téléphone";

  private final GarageClock time;
  private final Parts parts;
  private final WorkOrders orders;
  private final Invoices invoices;

  @Inject
  public DemoWorkshop(GarageClock time, Parts parts, WorkOrders orders, Invoices invoices) {
    this.time = time;
    this.parts = parts;
    this.orders = orders;
    this.invoices = invoices;
  }

  /** For the container's client proxy. */
  protected DemoWorkshop() {
    this(null, null, null, null);
  }

  /** What lies on the shelves, remembered so that a delivery comes before a shelf is empty. */
  static final class Shelves {
    private final Map<String, Part> parts = new HashMap<>();
    private final Map<String, BigDecimal> left = new HashMap<>();
    private int deliveries;

    long id(String number) {
      return parts.get(number).getId();
    }
  }

  /** Lists the parts and receives a first delivery of each. */
  Shelves fillShelves() {
    Shelves shelves = new Shelves();
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
    parts.move(shelves.id(data.number()), new Quantity(quantity), Reason.RECEIPT, note);
    shelves.left.merge(data.number(), quantity, BigDecimal::add);
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
    time.at(done.plus(Duration.ofMinutes(20)), () -> invoices.issue(order));
    step(order, done.plus(Duration.ofMinutes(30)), OrderState.DELIVERED);
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

  private WorkOrder fill(long order, DemoCatalogue.Job job, Shelves shelves) {
    takeFrom(shelves, job);
    for (DemoCatalogue.Use use : job.uses()) {
      orders.addLine(order, LineData.part(shelves.id(use.number()), use.quantity()));
    }
    orders.addLine(
        order, LineData.labour("Main d'œuvre : " + job.work(), job.hours(), DemoCatalogue.HOUR));
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
