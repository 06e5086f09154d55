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
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.money.TaxedLine;
import tn.ecar.garage.order.LineKind;
import tn.ecar.garage.order.WorkOrderLine;

/** A line as it was invoiced. Never changed. */
@Entity
@Table(name = "invoice_line")
public class InvoiceLine {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "invoice_line_id")
  @SequenceGenerator(
      name = "invoice_line_id",
      sequenceName = "invoice_line_id",
      allocationSize = 50)
  private Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "invoice_id")
  private Invoice invoice;

  private int position;

  @Enumerated(EnumType.STRING)
  private LineKind kind;

  private String designation;
  private String unit;
  private BigDecimal quantity;

  @Column(name = "unit_price")
  private BigDecimal unitPrice;

  @Column(name = "discount_percent")
  private BigDecimal discountPercent;

  @Enumerated(EnumType.STRING)
  @Column(name = "tax_class")
  private TaxClass taxClass;

  @Column(name = "tax_rate")
  private BigDecimal taxRate;

  private boolean fodec;
  private BigDecimal net;

  /** For the persistence provider. */
  protected InvoiceLine() {}

  InvoiceLine(Invoice invoice, int position, WorkOrderLine line, BigDecimal taxRate) {
    this.invoice = invoice;
    this.position = position;
    this.kind = line.getKind();
    this.designation = line.getDesignation();
    this.unit = line.getUnit();
    this.quantity = line.getQuantity().value();
    this.unitPrice = line.getUnitPrice().amount();
    this.discountPercent = line.getDiscountPercent();
    this.taxClass = line.getTaxClass();
    this.taxRate = taxRate;
    this.fodec = line.isFodec();
    this.net = line.getNet().amount();
  }

  public Long getId() {
    return id;
  }

  /** Returns the line as taxes see it, before the document's discount. */
  TaxedLine taxed() {
    return new TaxedLine(getNet(), taxClass, fodec);
  }

  /** Returns its place on the document, from 1 without gaps. */
  public int getPosition() {
    return position;
  }

  public LineKind getKind() {
    return kind;
  }

  public String getDesignation() {
    return designation;
  }

  public String getUnit() {
    return unit;
  }

  public Quantity getQuantity() {
    return new Quantity(quantity);
  }

  public Money getUnitPrice() {
    return new Money(unitPrice);
  }

  /** Returns the line's discount in percent. */
  public BigDecimal getDiscountPercent() {
    return discountPercent;
  }

  public TaxClass getTaxClass() {
    return taxClass;
  }

  /** Returns the TVA rate in percent that was used. */
  public BigDecimal getTaxRate() {
    return taxRate;
  }

  public boolean isFodec() {
    return fodec;
  }

  /** Returns the amount before tax, after the line's discount. */
  public Money getNet() {
    return new Money(net);
  }

  /** Returns the invoice it stands on. */
  public Invoice getInvoice() {
    return invoice;
  }
}
