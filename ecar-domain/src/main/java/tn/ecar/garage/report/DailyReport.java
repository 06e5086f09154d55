package tn.ecar.garage.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.payment.Payment;
import tn.ecar.garage.supply.ReorderRow;

/**
 * A day of the garage. The garage has one branch, itself: there is no other one to tell apart, and
 * nothing here pretends so.
 *
 * @param garage the garage's name
 * @param day the day
 * @param madeAt when it was made: open orders and stock are of that moment
 * @param takings what came in and went out, by method
 * @param invoices how many invoices were issued on the day
 * @param invoiced what they come to
 * @param creditNotes how many credit notes were issued on the day
 * @param credited what they come to
 * @param openByState how many orders are open, by state
 * @param openOrders the open orders, the oldest first
 * @param toOrder the parts to order
 */
public record DailyReport(
    String garage,
    LocalDate day,
    Instant madeAt,
    List<Taking> takings,
    long invoices,
    Money invoiced,
    long creditNotes,
    Money credited,
    Map<OrderState, Long> openByState,
    List<OrderRow> openOrders,
    List<ReorderRow> toOrder) {
  public DailyReport {
    takings = List.copyOf(takings);
    openByState = Map.copyOf(openByState);
    openOrders = List.copyOf(openOrders);
    toOrder = List.copyOf(toOrder);
  }

  /** Returns what is in the till of the day, over all methods. */
  public Money net() {
    return takings.stream().map(Taking::net).reduce(Money.ZERO, Money::plus);
  }

  /**
   * What one method took on the day.
   *
   * @param method how it was paid
   * @param payments how many payments
   * @param received what was received, without what was withheld
   * @param withheld what customers withheld for the tax office
   * @param givenBack reversals and refunds, 0 or more
   */
  public record Taking(
      Payment.Method method, long payments, Money received, Money withheld, Money givenBack) {
    /** Returns received less given back. */
    public Money net() {
      return received.minus(givenBack);
    }
  }
}
