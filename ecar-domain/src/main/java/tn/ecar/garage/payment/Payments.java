package tn.ecar.garage.payment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.audit.Caller;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.invoice.Receivable;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.TaxRate;
import tn.ecar.garage.money.TaxRates;
import tn.ecar.garage.persistence.Changes;

/** Takes payments for invoices, takes them back, gives money back. */
@ApplicationScoped
@Transactional
public class Payments {
  private static final String KIND = "payment";
  private static final int LONGEST_REASON = 200;

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;
  private final Caller caller;
  private final TaxRates rates;

  @Inject
  public Payments(EntityManager em, Clock clock, AuditLog audit, Caller caller, TaxRates rates) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
    this.caller = caller;
    this.rates = rates;
  }

  /** For the container's client proxy. */
  protected Payments() {
    this(null, null, null, null, null);
  }

  /**
   * Takes a payment, in full or in part.
   *
   * @throws RuleViolation if it is more than what is due, of the future or from before the invoice,
   *     or withheld where the law withholds nothing
   */
  public Payment receive(long invoiceId, PaymentData data) {
    requireMethod(data.method());
    Receivable receivable = locked(invoiceId);
    Invoice invoice = em.find(Invoice.class, invoiceId);
    LocalDate day = day(data.paidOn(), invoice);
    Money amount = new Money(data.amount());
    receivable.pay(amount);
    Payment payment =
        Payment.received(
            invoiceId,
            data.method(),
            amount,
            day,
            Texts.optional("reference", data.reference(), 80),
            clock.instant());
    if (Boolean.TRUE.equals(data.withhold())) {
      payment.withhold(withholding(invoice, day));
    }
    return save(payment, "payment.received");
  }

  private BigDecimal withholding(Invoice invoice, LocalDate day) {
    Money from = new Money(rates.toKeep(TaxRate.Kind.WITHHOLDING_FROM, day));
    if (invoice.getTaxed().compareTo(from) < 0) {
      throw new RuleViolation(
          "withhold",
          true,
          "Tax is withheld from "
              + from
              + " TND on; this invoice comes to "
              + invoice.getTaxed()
              + " TND.");
    }
    return rates.toKeep(TaxRate.Kind.WITHHOLDING, day);
  }

  /**
   * Takes back a payment that did not hold; what it settled is due again.
   *
   * @throws RuleViolation if it is no payment, or the reason is missing
   * @throws tn.ecar.garage.Conflict if it was taken back already
   */
  public Payment reverse(long paymentId, String reason) {
    Payment payment = find(paymentId);
    String why = Texts.required("reason", reason, LONGEST_REASON);
    if (payment.getKind() != Payment.Kind.PAYMENT) {
      throw new RuleViolation("kind", payment.getKind(), "Only a payment can be reversed.");
    }
    Receivable receivable = locked(payment.getInvoiceId());
    requireStanding(paymentId);
    receivable.takeBack(payment.getAmount());
    LocalDate today = LocalDate.now(clock);
    return save(payment.reversal(today, why, clock.instant()), "payment.reversed");
  }

  private void requireStanding(long paymentId) {
    boolean reversed =
        em.createQuery("select count(p) from Payment p where p.reversesId = :id", Long.class)
                .setParameter("id", paymentId)
                .getSingleResult()
            > 0;
    if (reversed) {
      throw new tn.ecar.garage.Conflict("This payment has been reversed already.", "");
    }
  }

  /**
   * Gives back what a credit note made too much.
   *
   * @throws RuleViolation if it is more than that, or the reason is missing
   */
  public Payment refund(long invoiceId, Payment.Method method, BigDecimal amount, String reason) {
    requireMethod(method);
    Receivable receivable = locked(invoiceId);
    Money wanted = new Money(amount);
    receivable.refund(wanted);
    Payment refund =
        Payment.refund(
            invoiceId,
            method,
            wanted,
            LocalDate.now(clock),
            Texts.required("reason", reason, LONGEST_REASON),
            clock.instant());
    return save(refund, "payment.refunded");
  }

  private Payment save(Payment payment, String action) {
    payment.by(caller.name());
    em.persist(payment);
    audit.record(action, KIND, payment.getId(), null, payment.toString());
    Changes.flush(em);
    return payment;
  }

  private static void requireMethod(Payment.Method method) {
    if (method == null) {
      throw new RuleViolation(
          "method", null, "A payment is CASH, CARD, CHEQUE, TRANSFER or DRAFT.");
    }
  }

  private LocalDate day(LocalDate wanted, Invoice invoice) {
    LocalDate today = LocalDate.now(clock);
    LocalDate day = wanted == null ? today : wanted;
    if (day.isAfter(today) || day.isBefore(invoice.getIssuedOn())) {
      throw new RuleViolation(
          "paidOn",
          day,
          "A payment is of "
              + invoice.getIssuedOn()
              + ", the invoice's day, at the earliest, and"
              + " of today at the latest.");
    }
    return day;
  }

  /** Returns the payment. */
  public Payment find(long id) {
    Payment payment = em.find(Payment.class, id);
    if (payment == null) {
      throw new NotFound(KIND, id);
    }
    return payment;
  }

  /** Returns the payments, reversals and refunds of an invoice, oldest first; one statement. */
  public List<Payment> of(long invoiceId) {
    return em.createQuery(
            "select p from Payment p where p.invoiceId = :id order by p.receivedAt, p.id",
            Payment.class)
        .setParameter("id", invoiceId)
        .getResultList();
  }

  /** Returns everything taken on a day, oldest first: the till's journal; one statement. */
  public List<Payment> on(LocalDate day) {
    return em.createQuery(
            "select p from Payment p where p.paidOn = :day order by p.receivedAt, p.id",
            Payment.class)
        .setParameter("day", day)
        .getResultList();
  }

  /** Everything that moves the money of an invoice waits here for its turn. */
  private Receivable locked(long invoiceId) {
    Receivable receivable = em.find(Receivable.class, invoiceId, LockModeType.PESSIMISTIC_WRITE);
    if (receivable == null) {
      throw new NotFound("invoice", invoiceId);
    }
    return receivable;
  }
}
