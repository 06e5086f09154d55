package tn.ecar.garage.payment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import tn.ecar.garage.money.Money;

/**
 * Money that came in for an invoice, or went back. Never changed and never deleted: a payment that
 * did not hold is followed by a reversal, money given back by a refund, both negative.
 */
@Entity
@Table(name = "payment")
public class Payment {
  /** How it is paid. */
  public enum Method {
    CASH,
    CARD,
    CHEQUE,
    TRANSFER,
    /** A bill of exchange. */
    DRAFT
  }

  /** What it is. */
  public enum Kind {
    PAYMENT,
    /** A payment that did not hold, such as a cheque that bounced. */
    REVERSAL,
    /** Money given back after a credit note. */
    REFUND
  }

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "payment_id")
  @SequenceGenerator(name = "payment_id", sequenceName = "payment_id", allocationSize = 50)
  private Long id;

  @Column(name = "invoice_id")
  private Long invoiceId;

  @Enumerated(EnumType.STRING)
  private Kind kind;

  @Enumerated(EnumType.STRING)
  private Method method;

  private BigDecimal amount;
  private BigDecimal withheld;

  @Column(name = "withholding_rate")
  private BigDecimal withholdingRate;

  @Column(name = "paid_on")
  private LocalDate paidOn;

  @Column(name = "received_at")
  private Instant receivedAt;

  @Column(name = "received_by")
  private String receivedBy;

  private String reference;
  private String reason;

  @Column(name = "reverses_id")
  private Long reversesId;

  /** For the persistence provider. */
  protected Payment() {}

  private Payment(
      long invoiceId, Kind kind, Method method, Money amount, LocalDate paidOn, Instant now) {
    this.invoiceId = invoiceId;
    this.kind = kind;
    this.method = method;
    this.amount = amount.amount();
    this.withheld = Money.ZERO.amount();
    this.paidOn = paidOn;
    this.receivedAt = now;
  }

  static Payment received(
      long invoiceId,
      Method method,
      Money amount,
      LocalDate paidOn,
      String reference,
      Instant now) {
    Payment payment = new Payment(invoiceId, Kind.PAYMENT, method, amount, paidOn, now);
    payment.reference = reference;
    return payment;
  }

  static Payment refund(
      long invoiceId, Method method, Money amount, LocalDate paidOn, String reason, Instant now) {
    Payment refund =
        new Payment(invoiceId, Kind.REFUND, method, Money.ZERO.minus(amount), paidOn, now);
    refund.reason = reason;
    return refund;
  }

  Payment reversal(LocalDate on, String why, Instant now) {
    Payment reversal =
        new Payment(invoiceId, Kind.REVERSAL, method, Money.ZERO.minus(getAmount()), on, now);
    reversal.withheld = withheld.negate();
    reversal.withholdingRate = withholdingRate;
    reversal.reversesId = id;
    reversal.reason = why;
    return reversal;
  }

  void withhold(BigDecimal rate) {
    withholdingRate = rate;
    withheld = getAmount().percent(rate).amount();
  }

  void by(String login) {
    receivedBy = login;
  }

  public Long getId() {
    return id;
  }

  public Long getInvoiceId() {
    return invoiceId;
  }

  public Kind getKind() {
    return kind;
  }

  public Method getMethod() {
    return method;
  }

  /** Returns what it settles; negative for a reversal or a refund. */
  public Money getAmount() {
    return new Money(amount);
  }

  /** Returns the part of the amount that the customer withheld for the tax office. */
  public Money getWithheld() {
    return new Money(withheld);
  }

  /** Returns the money that came in: the amount less what was withheld. */
  public Money getReceived() {
    return new Money(amount.subtract(withheld));
  }

  /** Returns the rate of withholding in percent that was used, or null. */
  public BigDecimal getWithholdingRate() {
    return withholdingRate;
  }

  public LocalDate getPaidOn() {
    return paidOn;
  }

  public Instant getReceivedAt() {
    return receivedAt;
  }

  /** Returns the login of who took it. */
  public String getReceivedBy() {
    return receivedBy;
  }

  /** Returns the number of the cheque, transfer or certificate, or null. */
  public String getReference() {
    return reference;
  }

  /** Returns why it was reversed or refunded, or null for a payment. */
  public String getReason() {
    return reason;
  }

  /** Returns the payment that this reversal takes back, or null. */
  public Long getReversesId() {
    return reversesId;
  }

  /** Returns kind, amount and method, for the audit log. */
  @Override
  public String toString() {
    return kind
        + " "
        + amount
        + " TND "
        + method
        + (withheld.signum() == 0 ? "" : ", withheld " + withheld);
  }
}
