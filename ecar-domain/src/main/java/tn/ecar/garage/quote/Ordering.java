package tn.ecar.garage.quote;

import java.util.List;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.finding.Findings;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrders;

/** Puts the approved lines of a quote into a work order. */
final class Ordering {
  private final WorkOrders orders;
  private final Findings findings;

  Ordering(WorkOrders orders, Findings findings) {
    this.orders = orders;
    this.findings = findings;
  }

  /**
   * Adds the lines to the order under way for which the quote was written, or to one that is opened
   * for them if there is none, it is over by now, or somebody else pays for it.
   *
   * @return identity of the order
   */
  long order(Quote quote, List<QuoteLine> approved) {
    boolean joins = joins(quote);
    long order = joins ? quote.getOrderId() : opened(quote);
    approved.forEach(line -> orders.addLine(order, line.toOrder(), line.getFindingId()));
    approved.stream()
        .filter(line -> line.getFindingId() != null)
        .forEach(line -> findings.taken(line.getFindingId(), order));
    if (joins) {
      resume(order);
    } else {
      agree(order, quote);
    }
    return order;
  }

  private boolean joins(Quote quote) {
    return quote.getOrderId() != null
        && orders.takesWorkOf(quote.getCustomer().getId(), quote.getOrderId());
  }

  private static boolean isSold(Quote quote) {
    return !quote.getVehicle().getCustomer().getId().equals(quote.getCustomer().getId());
  }

  /**
   * Returns whether nothing that is approved can become work any more: the vehicle has another
   * owner, and no order under way of the one who was asked takes it.
   */
  boolean hasLapsed(Quote quote) {
    return isSold(quote) && !joins(quote);
  }

  /** The same for who only shows it: nothing is locked. */
  boolean seemsLapsed(Quote quote) {
    return isSold(quote)
        && (quote.getOrderId() == null
            || !orders.seemsToTakeWorkOf(quote.getCustomer().getId(), quote.getOrderId()));
  }

  /**
   * Refuses what would end in nothing: asking somebody to approve it, or opening an order for it.
   *
   * @throws RuleViolation if the vehicle has another owner by now
   */
  void requireOwner(Quote quote) {
    Customer owner = quote.getVehicle().getCustomer();
    if (isSold(quote)) {
      throw new RuleViolation(
          "customerId",
          quote.getCustomer().getName(),
          "The vehicle now belongs to "
              + owner.getName()
              + ", who has approved nothing: write them a quote.");
    }
  }

  private long opened(Quote quote) {
    requireOwner(quote);
    return orders
        .open(new OpenOrder(quote.getVehicle().getId(), quote.getWantedWork(), null, null))
        .getId();
  }

  private void agree(long order, Quote quote) {
    String agreed = quote.getNumber() + ", " + quote.getAnsweredBy();
    orders.transition(order, null, OrderState.ESTIMATED, null);
    orders.transition(order, null, OrderState.APPROVED, agreed);
  }

  private void resume(long order) {
    if (orders.find(order).getState() == OrderState.WAITING_APPROVAL) {
      orders.transition(order, null, OrderState.IN_PROGRESS, null);
    }
  }
}
