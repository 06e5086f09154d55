package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import tn.ecar.garage.invoice.CreditNoteRow;
import tn.ecar.garage.invoice.CreditNotes;
import tn.ecar.garage.invoice.CreditRequest;
import tn.ecar.garage.invoice.EInvoice;
import tn.ecar.garage.invoice.EInvoices;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.invoice.Receivable;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.payment.Payment;
import tn.ecar.garage.payment.PaymentData;
import tn.ecar.garage.payment.Payments;

/** One invoice, as it was issued: what was paid, given back, and what is left. */
@Named
@ViewScoped
public class InvoicePage implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient Invoices invoices;
  private final transient Payments payments;
  private final transient CreditNotes creditNotes;
  private final transient EInvoices eInvoices;
  private final transient Refusals refusals;
  private final transient Wording wording;
  private final transient Formats formats;

  private Long id;
  private transient Invoice invoice;
  private transient Receivable balance;
  private transient List<Payment> paid = List.of();
  private transient List<CreditNoteRow> credited = List.of();
  private transient List<EInvoice> ways = List.of();
  private final Inputs in = new Inputs();
  private final Once once = new Once();

  @Inject
  public InvoicePage(
      Invoices invoices,
      Payments payments,
      CreditNotes creditNotes,
      EInvoices eInvoices,
      Refusals refusals,
      Wording wording,
      Formats formats) {
    this.invoices = invoices;
    this.payments = payments;
    this.creditNotes = creditNotes;
    this.eInvoices = eInvoices;
    this.refusals = refusals;
    this.wording = wording;
    this.formats = formats;
  }

  /** For the container's client proxy. */
  protected InvoicePage() {
    this(null, null, null, null, null, null, null);
  }

  /** Reads the invoice with its money. */
  public void begin() throws IOException {
    Visit.to(id, this::read);
  }

  private void read(long identity) {
    invoice = invoices.find(identity);
    balance = invoices.balance(identity);
    paid = payments.of(identity);
    credited = creditNotes.of(identity);
    ways = eInvoices.around(identity);
    Money due = balance.getDue();
    in.put("amount", due.isNegative() ? Money.ZERO.minus(due).amount() : due.amount());
    in.put("paidOn", formats.today().toString());
    in.put("method", Payment.Method.CASH.name());
  }

  /** Takes a payment, in full or in part. */
  public String pay() {
    return change(
        "payment",
        () ->
            payments.receive(
                id,
                new PaymentData(
                    in.decimal("amount"),
                    in.choice("method", Payment.Method.class),
                    in.day("paidOn"),
                    in.ticked("withhold"),
                    in.text("reference"))));
  }

  /** Gives back what a credit note made too much. */
  public String refund() {
    return change(
        "refund",
        () ->
            payments.refund(
                id,
                in.choice("method", Payment.Method.class),
                in.decimal("amount"),
                in.text("reason")));
  }

  /** Takes a payment back that was noted by mistake. */
  public String reverse() {
    return change("reversal", () -> payments.reverse(in.id("payment"), in.text("reason")));
  }

  /** Gives the invoice back, in whole or by line. */
  public String credit() {
    return once.lead(wording, this::credited);
  }

  private String credited() {
    List<CreditRequest.Line> lines =
        in.ticked("whole")
            ? List.of()
            : invoice.getLines().stream()
                .filter(line -> in.decimal("line" + line.getPosition()) != null)
                .map(
                    line ->
                        new CreditRequest.Line(
                            line.getPosition(), in.decimal("line" + line.getPosition())))
                .toList();
    String[] number = new String[1];
    boolean done =
        refusals.attempt(
            "credit",
            () -> {
              if (lines.isEmpty() && !in.ticked("whole")) {
                throw new tn.ecar.garage.RuleViolation(
                    "whole", "", "Tell what is given back: the whole invoice, or some lines.");
              }
              number[0] =
                  creditNotes.issue(id, new CreditRequest(in.text("reason"), lines)).getNumber();
            });
    if (done) {
      wording.tell("saved", number[0]);
    }
    return done ? "invoice?faces-redirect=true&id=" + id : null;
  }

  private String change(String form, Refusals.Attempt work) {
    return once.lead(
        wording,
        () -> {
          if (refusals.attempt(form, work)) {
            wording.tell("saved", invoice.getNumber());
            return "invoice?faces-redirect=true&id=" + id;
          }
          return null;
        });
  }

  public boolean isToPay() {
    return !balance.getDue().isZero() && !balance.getDue().isNegative();
  }

  public boolean isToRefund() {
    return balance.getDue().isNegative();
  }

  /** Returns whether something of it can still be given back. */
  public boolean isCreditable() {
    return balance.getCredited().compareTo(invoice.getTotal()) < 0;
  }

  /** Returns the payments that nobody has taken back. */
  public List<Payment> getReversible() {
    List<Long> reversed =
        paid.stream().map(Payment::getReversesId).filter(each -> each != null).toList();
    return paid.stream()
        .filter(each -> each.getKind() == Payment.Kind.PAYMENT)
        .filter(each -> !reversed.contains(each.getId()))
        .toList();
  }

  public List<String> getMethods() {
    return Stream.of(Payment.Method.values()).map(Enum::name).toList();
  }

  /** Returns where a document, by its number, stands on its way through the national platform. */
  public EInvoice wayOf(String number) {
    return ways.stream()
        .filter(each -> each.getDocumentNumber().equals(number))
        .findFirst()
        .orElse(null);
  }

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    if (Visit.begins()) {
      this.id = id;
    }
  }

  public Invoice getInvoice() {
    return invoice;
  }

  public Receivable getBalance() {
    return balance;
  }

  public List<Payment> getPaid() {
    return paid;
  }

  public List<CreditNoteRow> getCredited() {
    return credited;
  }

  public Inputs getIn() {
    return in;
  }
}
