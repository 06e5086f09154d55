package tn.ecar.garage.quote;

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
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.LineKind;
import tn.ecar.garage.order.PricedLine;
import tn.ecar.garage.part.Part;

/** A line of a quote, with what the customer says to it. */
@Entity
@Table(name = "quote_line")
public class QuoteLine {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "quote_line_id")
  @SequenceGenerator(name = "quote_line_id", sequenceName = "quote_line_id", allocationSize = 50)
  private Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "quote_id")
  private Quote quote;

  private int position;

  @Enumerated(EnumType.STRING)
  private LineKind kind;

  @ManyToOne(fetch = FetchType.LAZY)
  @JoinColumn(name = "part_id")
  private Part part;

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

  private boolean fodec;

  @Enumerated(EnumType.STRING)
  private Decision decision = Decision.OPEN;

  @Column(name = "finding_id")
  private Long findingId;

  /** For the persistence provider. */
  protected QuoteLine() {}

  QuoteLine(Quote quote, int position, PricedLine priced) {
    this.quote = quote;
    this.position = position;
    this.kind = priced.kind();
    this.part = priced.part();
    this.designation = priced.designation();
    this.unit = priced.unit();
    this.quantity = priced.quantity().value();
    this.unitPrice = priced.unitPrice().amount();
    this.discountPercent = priced.discountPercent();
    this.taxClass = priced.taxClass();
    this.fodec = priced.fodec();
  }

  void offers(long finding) {
    findingId = finding;
  }

  void decide(Decision said) {
    decision = said;
  }

  /** Returns the line as an order takes it, at the price that was offered. */
  LineData toOrder() {
    return new LineData(
        kind,
        part == null ? null : part.getId(),
        designation,
        quantity,
        unitPrice,
        discountPercent,
        taxClass,
        fodec);
  }

  TaxedLine taxed() {
    return new TaxedLine(getNet(), taxClass, fodec);
  }

  public Long getId() {
    return id;
  }

  /** Returns the quote it belongs to. */
  public Quote getQuote() {
    return quote;
  }

  public int getPosition() {
    return position;
  }

  public LineKind getKind() {
    return kind;
  }

  /** Returns the part, or null if this is no part line. */
  public Part getPart() {
    return part;
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

  /** Returns the line's discount in percent, 0 to 100. */
  public BigDecimal getDiscountPercent() {
    return discountPercent;
  }

  public TaxClass getTaxClass() {
    return taxClass;
  }

  public boolean isFodec() {
    return fodec;
  }

  /** Returns the finding that this line offers to resolve, or null. */
  public Long getFindingId() {
    return findingId;
  }

  public Decision getDecision() {
    return decision;
  }

  /** Returns price by quantity less the line's discount, before tax. */
  public Money getNet() {
    return PricedLine.net(getUnitPrice(), getQuantity(), discountPercent);
  }

  /** Returns quantity, designation and net amount, for the audit log. */
  @Override
  public String toString() {
    return getQuantity() + " " + unit + " " + designation + " = " + getNet();
  }
}
