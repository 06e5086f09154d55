package tn.ecar.garage.invoice;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.money.Money;

/**
 * What is owed on an invoice. It begins with the invoice's total; credit notes and payments lower
 * it, each under this row's lock, so that sixteen payments at once are taken one after the other.
 * The invoice itself never changes.
 */
@Entity
@Table(name = "receivable")
public class Receivable {
  @Id
  @Column(name = "invoice_id")
  private Long invoiceId;

  @Column(name = "due_on")
  private LocalDate dueOn;

  private BigDecimal total;
  private BigDecimal credited = Money.ZERO.amount();
  private BigDecimal settled = Money.ZERO.amount();

  /** For the persistence provider. */
  protected Receivable() {}

  /**
   * @param dueOn the last day on which it is paid in time
   */
  Receivable(Invoice invoice, LocalDate dueOn) {
    this.invoiceId = invoice.getId();
    this.dueOn = dueOn;
    this.total = invoice.getTotal().amount();
  }

  /**
   * Takes a payment.
   *
   * @throws RuleViolation if it is not more than 0, or more than what is due
   */
  public void pay(Money amount) {
    if (amount.compareTo(Money.ZERO) <= 0) {
      throw new RuleViolation("amount", amount, "A payment is more than 0.");
    }
    if (amount.compareTo(getDue()) > 0) {
      throw new RuleViolation(
          "amount",
          amount,
          "Only " + getDue() + " TND are due: a payment is never more than that.");
    }
    settled = settled.add(amount.amount());
  }

  /**
   * Takes a payment back that did not hold, such as a cheque that bounced. Where the money was
   * refunded before that, less than nothing is settled: the customer owes what they were given.
   */
  public void takeBack(Money amount) {
    settled = settled.subtract(amount.amount());
  }

  /**
   * Gives money back that a credit note has freed.
   *
   * @throws RuleViolation if it is not more than 0, or more than the customer has paid too much
   */
  public void refund(Money amount) {
    Money over = Money.ZERO.minus(getDue());
    if (amount.compareTo(Money.ZERO) <= 0 || amount.compareTo(over) > 0) {
      throw new RuleViolation(
          "amount",
          amount,
          "A refund is more than 0 and never more than what was paid too much, here "
              + (over.isNegative() ? Money.ZERO : over)
              + " TND.");
    }
    settled = settled.subtract(amount.amount());
  }

  void credit(Money amount) {
    credited = credited.add(amount.amount());
  }

  public Long getInvoiceId() {
    return invoiceId;
  }

  /** Returns the last day on which it is paid in time. */
  public LocalDate getDueOn() {
    return dueOn;
  }

  /** Returns what the invoice comes to. */
  public Money getTotal() {
    return new Money(total);
  }

  /** Returns what credit notes gave back. */
  public Money getCredited() {
    return new Money(credited);
  }

  /**
   * Returns what was paid or withheld, less what was refunded or reversed; negative if money was
   * refunded that never came in.
   */
  public Money getSettled() {
    return new Money(settled);
  }

  /** Returns what is left to pay; negative if the customer gets money back. */
  public Money getDue() {
    return new Money(total.subtract(credited).subtract(settled));
  }
}
