package tn.ecar.garage.invoice;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.money.TaxGroup;

/** One TVA rate of an invoice with its base and its tax. Never changed. */
@Entity
@Table(name = "invoice_tax")
public class InvoiceTax {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "invoice_tax_id")
  @SequenceGenerator(name = "invoice_tax_id", sequenceName = "invoice_tax_id", allocationSize = 50)
  private Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "invoice_id")
  private Invoice invoice;

  @Enumerated(EnumType.STRING)
  @Column(name = "tax_class")
  private TaxClass taxClass;

  private BigDecimal rate;
  private BigDecimal net;
  private BigDecimal fodec;
  private BigDecimal base;
  private BigDecimal tax;

  /** For the persistence provider. */
  protected InvoiceTax() {}

  InvoiceTax(Invoice invoice, TaxGroup group) {
    this.invoice = invoice;
    this.taxClass = group.taxClass();
    this.rate = group.rate();
    this.net = group.net().amount();
    this.fodec = group.fodec().amount();
    this.base = group.base().amount();
    this.tax = group.tax().amount();
  }

  public TaxClass getTaxClass() {
    return taxClass;
  }

  /** Returns TVA in percent. */
  public BigDecimal getRate() {
    return rate;
  }

  /** Returns the lines' sum after all discounts. */
  public Money getNet() {
    return new Money(net);
  }

  public Money getFodec() {
    return new Money(fodec);
  }

  /** Returns what TVA is due on: net and FODEC. */
  public Money getBase() {
    return new Money(base);
  }

  public Money getTax() {
    return new Money(tax);
  }

  /** Returns the invoice it belongs to. */
  public Invoice getInvoice() {
    return invoice;
  }
}
