package tn.ecar.garage.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tn.ecar.garage.GarageClock;
import tn.ecar.garage.order.WorkOrders;
import tn.ecar.garage.timeclock.TimeClock;

/**
 * The hours the demo's technicians clock: more or less what is billed, never two orders at once. A
 * long job is done by two.
 */
@ApplicationScoped
public class DemoHours {
  private static final BigDecimal LONG = new BigDecimal("2.4");
  private static final Duration SHORTEST = Duration.ofMinutes(6);
  private static final int SECONDS = 3_600;
  private static final int PERCENT = 100;

  private final GarageClock time;
  private final TimeClock clock;
  private final WorkOrders orders;

  @Inject
  public DemoHours(GarageClock time, TimeClock clock, WorkOrders orders) {
    this.time = time;
    this.clock = clock;
    this.orders = orders;
  }

  /** For the container's client proxy. */
  protected DemoHours() {
    this(null, null, null);
  }

  /**
   * Clocks the work on an order.
   *
   * @param free since when each technician is free; kept up
   * @param technicians who works here
   * @param turn how many orders came before: decides who works, and how fast
   * @param billed hours on the invoice
   * @param begin when the order was begun
   * @param end when it has to be done
   */
  void work(
      Map<Long, Instant> free,
      List<Long> technicians,
      int turn,
      long order,
      BigDecimal billed,
      Instant begin,
      Instant end) {
    long technician = technicians.get(turn % technicians.size());
    // From four fifths of what is billed to a quarter more.
    long percent = 80L + turn * 37L % 46L;
    Duration needed =
        Duration.ofSeconds(
            billed
                .multiply(BigDecimal.valueOf(SECONDS * percent))
                .divide(BigDecimal.valueOf(PERCENT))
                .longValue());
    if (billed.compareTo(LONG) > 0) {
      long helper = technicians.get((turn + 1) % technicians.size());
      time.at(begin, () -> orders.helpedBy(order, null, List.of(helper)));
      clocked(free, helper, order, needed.dividedBy(2), begin, end);
      needed = needed.dividedBy(2);
    }
    clocked(free, technician, order, needed, begin, end);
  }

  /** Whoever is at another car for too long has no time for this one. */
  private void clocked(
      Map<Long, Instant> free,
      long technician,
      long order,
      Duration needed,
      Instant begin,
      Instant end) {
    Instant since = free.getOrDefault(technician, begin);
    Instant start = since.isAfter(begin) ? since : begin;
    Instant ready = start.plus(needed);
    Instant stop = ready.isAfter(end) ? end : ready;
    if (Duration.between(start, stop).compareTo(SHORTEST) >= 0) {
      time.at(start, () -> clock.start(order, technician));
      time.at(stop, () -> clock.stop(technician));
      free.put(technician, stop);
    }
  }
}
