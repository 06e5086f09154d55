package tn.ecar.garage.invoice;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.TaxGroup;

/**
 * Gives an invoice back, in whole or in part, and is the only way to correct one. It has a series
 * of its own, names the lines of the invoice it gives back, and is as immutable as the invoice.
 */
@Entity
@Table(name = "credit_note")
public class CreditNote {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "credit_note_id")
  @SequenceGenerator(name = "credit_note_id", sequenceName = "credit_note_id", allocationSize = 50)
  private Long id;

  private String series;

  @Column(name = "fiscal_year")
  private int fiscalYear;

  @Column(name = "series_number")
  private int seriesNumber;

  @Column(name = "note_number")
  private String number;

  @Column(name = "invoice_id")
  private Long invoiceId;

  @Column(name = "invoice_number")
  private String invoiceNumber;

  @Column(name = "issued_on")
  private LocalDate issuedOn;

  @Column(name = "issued_at")
  private Instant issuedAt;

  private String reason;

  @Column(name = "buyer_name")
  private String buyerName;

  private BigDecimal net = Money.ZERO.amount();
  private BigDecimal fodec = Money.ZERO.amount();
  private BigDecimal tva = Money.ZERO.amount();
  private BigDecimal taxed;
  private BigDecimal timbre;
  private BigDecimal total;

  @OneToMany(mappedBy = "note", cascade = CascadeType.PERSIST)
  @OrderBy("position")
  private List<CreditNoteLine> lines = new ArrayList<>();

  @OneToMany(mappedBy = "note", cascade = CascadeType.PERSIST)
  @OrderBy("rate desc")
  private List<CreditNoteTax> taxes = new ArrayList<>();

  /** For the persistence provider. */
  protected CreditNote() {}

  CreditNote(
      InvoiceNumber number,
      Invoice invoice,
      String reason,
      List<TaxGroup> groups,
      Money timbre,
      LocalDate issuedOn,
      Instant issuedAt) {
    this.series = number.series();
    this.fiscalYear = number.year();
    this.seriesNumber = number.number();
    this.number = number.toString();
    this.invoiceId = invoice.getId();
    this.invoiceNumber = invoice.getNumber();
    this.buyerName = invoice.getBuyer().getName();
    this.reason = reason;
    this.issuedOn = issuedOn;
    this.issuedAt = issuedAt;
    for (TaxGroup group : groups) {
      taxes.add(new CreditNoteTax(this, group));
      this.net = net.add(group.net().amount());
      this.fodec = fodec.add(group.fodec().amount());
      this.tva = tva.add(group.tax().amount());
    }
    this.taxed = net.add(fodec).add(tva);
    this.timbre = timbre.amount();
    this.total = taxed.add(this.timbre);
  }

  void add(InvoiceLine of, tn.ecar.garage.money.Quantity quantity, Money ofLine) {
    lines.add(new CreditNoteLine(this, lines.size() + 1, of, quantity, ofLine));
  }

  public Long getId() {
    return id;
  }

  /** Returns the number as printed, for example {@code AV-2026-000003}. */
  public String getNumber() {
    return number;
  }

  public String getSeries() {
    return series;
  }

  public int getFiscalYear() {
    return fiscalYear;
  }

  /** Returns the running number within series and fiscal year, from 1 without gaps. */
  public int getSeriesNumber() {
    return seriesNumber;
  }

  /** Returns the invoice it gives back. */
  public Long getInvoiceId() {
    return invoiceId;
  }

  public String getInvoiceNumber() {
    return invoiceNumber;
  }

  public LocalDate getIssuedOn() {
    return issuedOn;
  }

  public Instant getIssuedAt() {
    return issuedAt;
  }

  public String getReason() {
    return reason;
  }

  public String getBuyerName() {
    return buyerName;
  }

  /** Returns the amount before tax. */
  public Money getNet() {
    return new Money(net);
  }

  public Money getFodec() {
    return new Money(fodec);
  }

  public Money getTva() {
    return new Money(tva);
  }

  /** Returns the amount with tax, before timbre. */
  public Money getTaxed() {
    return new Money(taxed);
  }

  public Money getTimbre() {
    return new Money(timbre);
  }

  /** Returns what the customer owes less. */
  public Money getTotal() {
    return new Money(total);
  }

  /** Returns the lines by position; a copy. */
  public List<CreditNoteLine> getLines() {
    return List.copyOf(lines);
  }

  /** Returns one entry for each TVA rate, highest first; a copy. */
  public List<CreditNoteTax> getTaxes() {
    return List.copyOf(taxes);
  }
}
