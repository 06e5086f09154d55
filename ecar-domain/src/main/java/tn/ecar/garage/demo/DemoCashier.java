package tn.ecar.garage.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import tn.ecar.garage.GarageClock;
import tn.ecar.garage.invoice.CreditNote;
import tn.ecar.garage.invoice.CreditNotes;
import tn.ecar.garage.invoice.CreditRequest;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.payment.Payment;
import tn.ecar.garage.payment.PaymentData;
import tn.ecar.garage.payment.Payments;

/**
 * The demo's till: most customers pay when they fetch the car, some half and the rest later, some
 * all of it later, and one in two hundred and fifty not at all.
 */
@ApplicationScoped
public class DemoCashier {
  private static final int NEVER = 250;
  private static final int LATER = 25;
  private static final int IN_HALVES = 12;
  private static final int GOODWILL = 180;
  private static final int SOONEST_DAYS = 8;
  private static final int MORE_DAYS = 45;
  private static final List<Payment.Method> METHODS =
      List.of(
          Payment.Method.CASH,
          Payment.Method.CASH,
          Payment.Method.CARD,
          Payment.Method.CHEQUE,
          Payment.Method.TRANSFER);

  private final GarageClock time;
  private final Payments payments;
  private final CreditNotes credits;

  @Inject
  public DemoCashier(GarageClock time, Payments payments, CreditNotes credits) {
    this.time = time;
    this.payments = payments;
    this.credits = credits;
  }

  /** For the container's client proxy. */
  protected DemoCashier() {
    this(null, null, null);
  }

  /** What is still owed, the first to be paid first. */
  static final class Debts {
    private final Queue<Debt> waiting = new PriorityQueue<>(Comparator.comparing(Debt::due));
  }

  private record Debt(long invoice, BigDecimal amount, Instant due) {}

  /** Takes what the customer pays on fetching the car. */
  void settle(Debts debts, Invoice invoice, int turn, Instant now) {
    BigDecimal total = invoice.getTotal().amount();
    if (turn % GOODWILL == GOODWILL - 1) {
      giveBack(invoice, now);
      return;
    }
    if (turn % NEVER == NEVER - 1) {
      return;
    }
    boolean half = turn % IN_HALVES == 0;
    BigDecimal later =
        turn % LATER == 0
            ? total
            : half ? Money.rounded(total.divide(BigDecimal.valueOf(2))).amount() : BigDecimal.ZERO;
    BigDecimal at = total.subtract(later);
    if (at.signum() > 0) {
      time.at(now, () -> pay(invoice.getId(), at, turn));
    }
    if (later.signum() > 0) {
      Instant due = now.plus(Duration.ofDays(SOONEST_DAYS + turn * 7L % MORE_DAYS));
      debts.waiting.add(new Debt(invoice.getId(), later, due));
    }
  }

  /** The work is done again for nothing; of the invoice only its stamp may be left to pay. */
  private void giveBack(Invoice invoice, Instant now) {
    CreditRequest all = new CreditRequest("Geste commercial, travail repris", null);
    CreditNote note = time.at(now, () -> credits.issue(invoice.getId(), all));
    BigDecimal left = invoice.getTotal().amount().subtract(note.getTotal().amount());
    if (left.signum() > 0) {
      time.at(now, () -> pay(invoice.getId(), left, 0));
    }
  }

  /** Takes what customers bring until that moment. */
  void collect(Debts debts, Instant until) {
    for (Debt debt = debts.waiting.peek();
        debt != null && debt.due().isBefore(until);
        debt = debts.waiting.peek()) {
      Debt paid = debts.waiting.remove();
      time.at(paid.due(), () -> pay(paid.invoice(), paid.amount(), (int) paid.invoice()));
    }
  }

  private Payment pay(long invoice, BigDecimal amount, int turn) {
    Payment.Method method = METHODS.get(turn % METHODS.size());
    String cheque = method == Payment.Method.CHEQUE ? "CHQ-" + (40_000 + invoice) : null;
    return payments.receive(invoice, new PaymentData(amount, method, null, null, cheque));
  }
}
