package tn.ecar.garage.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tn.ecar.garage.GarageClock;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.order.WorkOrders;
import tn.ecar.garage.upkeep.Upkeep;

/** The work itself: orders that are lived through, each at its own moment of the past. */
@ApplicationScoped
public class DemoWorkshop {
  private static final Duration WORK = Duration.ofHours(3);
  private static final String AGREED = "Accord du client par téléphone";
  private static final int QUOTED = 8;
  private static final int INSPECTED = 10;
  private static final DemoCatalogue.Job BRAKES =
      new DemoCatalogue.Job(
          "Bruit au freinage à l'avant",
          "Plaquettes usées à 2 mm, disques rayés",
          "Remplacement des disques et plaquettes avant",
          "2",
          List.of(new DemoCatalogue.Use("PF-AV1", "1"), new DemoCatalogue.Use("DF-AV1", "2")));

  private final GarageClock time;
  private final WorkOrders orders;
  private final Invoices invoices;
  private final Upkeep upkeep;
  private final DemoStock stock;
  private final DemoCashier cashier;
  private final DemoHours hours;
  private final DemoInspections inspections;
  private final DemoQuotes quotes;

  @Inject
  public DemoWorkshop(
      GarageClock time,
      WorkOrders orders,
      Invoices invoices,
      Upkeep upkeep,
      DemoStock stock,
      DemoCashier cashier,
      DemoHours hours,
      DemoInspections inspections,
      DemoQuotes quotes) {
    this.time = time;
    this.orders = orders;
    this.invoices = invoices;
    this.upkeep = upkeep;
    this.stock = stock;
    this.cashier = cashier;
    this.hours = hours;
    this.inspections = inspections;
    this.quotes = quotes;
  }

  /** For the container's client proxy. */
  protected DemoWorkshop() {
    this(null, null, null, null, null, null, null, null, null);
  }

  /** Lives one order from reception to delivery with its invoice, from that moment on. */
  void live(DemoVisit visit, DemoRun run, Instant from) {
    cashier.collect(run.debts(), from);
    int turn = run.turn();
    long order = turn % QUOTED == 3 ? quoted(visit, run, from) : received(visit, run, from);
    Instant begun = from.plus(Duration.ofMinutes(20));
    Instant done = from.plus(WORK);
    step(order, begun, OrderState.IN_PROGRESS);
    if (turn % INSPECTED == 5 || visit.job().serves().contains("Révision")) {
      time.at(begun.plusSeconds(60), () -> inspected(order, turn));
    }
    BigDecimal billed = new BigDecimal(visit.job().hours());
    hours.work(run.free(), run.technicians(), turn, order, billed, begun, done);
    step(order, done, OrderState.QUALITY_CHECK);
    step(order, done.plus(Duration.ofMinutes(10)), OrderState.READY);
    Invoice invoice = time.at(done.plus(Duration.ofMinutes(20)), () -> invoices.issue(order));
    Instant fetched = done.plus(Duration.ofMinutes(30));
    cashier.settle(run.debts(), invoice, turn, fetched);
    step(order, fetched, OrderState.DELIVERED);
  }

  private long inspected(long order, int turn) {
    inspections.inspect(order, turn);
    return order;
  }

  /** The customer had a quote first. */
  private long quoted(DemoVisit visit, DemoRun run, Instant from) {
    stock.takeFrom(run.shelves(), visit.job());
    List<LineData> lines = DemoStock.lines(run.shelves(), visit.job());
    long order = quotes.agreed(visit, lines, from, run.turn());
    time.at(
        from.plus(Duration.ofMinutes(8)),
        () -> {
          orders.assign(order, null, run.technician());
          return describe(order, visit.job());
        });
    return order;
  }

  private long received(DemoVisit visit, DemoRun run, Instant from) {
    return open(visit, run, from, OrderState.APPROVED);
  }

  /** Opens an order at that moment and takes it to a state; none after READY. */
  long open(DemoVisit visit, DemoRun run, Instant from, OrderState until) {
    WorkOrder opened =
        time.at(
            from,
            () ->
                orders.open(
                    new OpenOrder(
                        visit.car().id(),
                        visit.job().complaint(),
                        visit.car().kmOn(visit.day()),
                        run.technician())));
    long order = opened.getId();
    time.at(from.plus(Duration.ofMinutes(5)), () -> fill(order, visit.job(), run.shelves()));
    Instant moment = from;
    for (OrderState state : road(until)) {
      moment = moment.plus(Duration.ofMinutes(10));
      step(order, moment, state);
      if (state == OrderState.IN_PROGRESS) {
        lookInto(order, until, run, moment.plusSeconds(60));
      }
    }
    return order;
  }

  /** What is found while an order is open: brakes that the customer is asked about, for one. */
  private void lookInto(long order, OrderState until, DemoRun run, Instant now) {
    if (until == OrderState.WAITING_APPROVAL) {
      time.at(now, () -> brakesFound(order));
      quotes.offerBrakes(
          order, DemoStock.lines(run.shelves(), BRAKES), now.plus(Duration.ofMinutes(2)));
    } else if (until == OrderState.QUALITY_CHECK) {
      time.at(now, () -> inspected(order, run.turn()));
    } else if (until == OrderState.IN_PROGRESS) {
      time.at(now, () -> inspectionBegun(order));
    }
  }

  private long brakesFound(long order) {
    inspections.findBrakesWorn(order);
    return order;
  }

  private long inspectionBegun(long order) {
    inspections.beginOnly(order);
    return order;
  }

  /** Leaves a quote that is no order yet. */
  void offer(DemoVisit visit, DemoRun run, Instant from, int turn) {
    quotes.leave(visit, DemoStock.lines(run.shelves(), visit.job()), from, turn);
  }

  /** Tells the customer when to come back. */
  WorkOrder promise(long order, Instant now, Instant back) {
    return time.at(now, () -> orders.promise(order, back));
  }

  private WorkOrder fill(long order, DemoCatalogue.Job job, DemoStock.Shelves shelves) {
    stock.takeFrom(shelves, job);
    DemoStock.lines(shelves, job).forEach(line -> orders.addLine(order, line));
    return describe(order, job);
  }

  private WorkOrder describe(long order, DemoCatalogue.Job job) {
    if (!job.serves().isEmpty()) {
      upkeep.serve(order, null, job.serves());
    }
    return orders.describe(order, null, job.cause(), job.work(), null);
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
