package tn.ecar.garage.order;

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
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.money.TaxedLine;
import tn.ecar.garage.part.Part;

/**
 * One line of a work order. It keeps its own copy of price and tax class, so that a new price never
 * changes work agreed on.
 */
@Entity
@Table(name = "work_order_line")
public class WorkOrderLine {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "work_order_line_id")
  @SequenceGenerator(
      name = "work_order_line_id",
      sequenceName = "work_order_line_id",
      allocationSize = 50)
  private Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "work_order_id")
  private WorkOrder order;

  private int position;

  @Enumerated(EnumType.STRING)
  private LineKind kind;

  @ManyToOne(fetch = FetchType.LAZY)
  @JoinColumn(name = "part_id")
  private Part part;

  private String designation;
  private String unit;
  private BigDecimal quantity;

  @Column(name = "taken")
  private BigDecimal taken = Quantity.ZERO.value();

  @Column(name = "unit_price")
  private BigDecimal unitPrice;

  @Column(name = "discount_percent")
  private BigDecimal discountPercent;

  @Enumerated(EnumType.STRING)
  @Column(name = "tax_class")
  private TaxClass taxClass;

  private boolean fodec;

  @Column(name = "finding_id")
  private Long findingId;

  /** For the persistence provider. */
  protected WorkOrderLine() {}

  /**
   * Adds a line.
   *
   * @param part the part of a part line; null otherwise
   * @throws RuleViolation if a value breaks its rule
   */
  WorkOrderLine(WorkOrder order, int position, LineData data, Part part) {
    PricedLine priced = PricedLine.of(data, part);
    this.order = order;
    this.position = position;
    this.kind = priced.kind();
    this.part = part;
    this.designation = priced.designation();
    this.unit = priced.unit();
    this.quantity = priced.quantity().value();
    this.unitPrice = priced.unitPrice().amount();
    this.discountPercent = priced.discountPercent();
    this.taxClass = priced.taxClass();
    this.fodec = priced.fodec();
  }

  /**
   * Returns what has still to leave the shelf for this line; negative if something has to go back.
   */
  Quantity missing() {
    return new Quantity(quantity.subtract(taken));
  }

  void mends(Long finding) {
    findingId = finding;
  }

  void taken(Quantity fromShelf) {
    taken = fromShelf.value();
  }

  public Long getId() {
    return id;
  }

  /** Returns its place in the order, from 1; places of removed lines stay free. */
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

  /** Returns the unit the quantity is counted in: the part's, {@code h} or {@code u}. */
  public String getUnit() {
    return unit;
  }

  public Quantity getQuantity() {
    return new Quantity(quantity);
  }

  /** Returns what left the shelf for this line so far. */
  public Quantity getTaken() {
    return new Quantity(taken);
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

  /** Returns the finding whose work it is, or null. */
  public Long getFindingId() {
    return findingId;
  }

  /** Returns price by quantity less the line's discount, before tax. */
  public Money getNet() {
    return PricedLine.net(getUnitPrice(), getQuantity(), discountPercent);
  }

  TaxedLine taxed() {
    return new TaxedLine(getNet(), taxClass, fodec);
  }

  /** Returns quantity, designation and net amount, for the audit log. */
  @Override
  public String toString() {
    return getQuantity() + " " + unit + " " + designation + " = " + getNet();
  }

  /** Returns the order it belongs to. */
  public WorkOrder getOrder() {
    return order;
  }
}
