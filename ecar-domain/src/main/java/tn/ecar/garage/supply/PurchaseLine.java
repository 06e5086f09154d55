package tn.ecar.garage.supply;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
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
import tn.ecar.garage.part.Part;

/** A part of a purchase order, and how much of it came so far: never more than was ordered. */
@Entity
@Table(name = "purchase_line")
public class PurchaseLine {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "purchase_line_id")
  @SequenceGenerator(
      name = "purchase_line_id",
      sequenceName = "purchase_line_id",
      allocationSize = 50)
  private Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "purchase_order_id")
  private PurchaseOrder order;

  private int position;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "part_id")
  private Part part;

  // The identity beside the part, so that receiving does not read a part before it has locked it.
  @Column(name = "part_id", insertable = false, updatable = false)
  private Long partId;

  private BigDecimal quantity;
  private BigDecimal received = Quantity.ZERO.value();

  @Column(name = "unit_cost")
  private BigDecimal unitCost;

  /** For the persistence provider. */
  protected PurchaseLine() {}

  PurchaseLine(PurchaseOrder order, int position, Part part, PurchaseData.Line data) {
    Money cost = RuleViolation.in("unitCost", () -> new Money(data.unitCost()));
    if (cost.isNegative()) {
      throw new RuleViolation("unitCost", cost, "A cost is 0 or more.");
    }
    this.order = order;
    this.position = position;
    this.part = part;
    this.partId = part.getId();
    this.quantity = Quantity.positive(data.quantity()).value();
    this.unitCost = cost.amount();
  }

  /**
   * Notes what came.
   *
   * @throws RuleViolation if it is more than what is still to come
   */
  void receive(Quantity came) {
    if (came.compareTo(getOutstanding()) > 0) {
      throw new RuleViolation(
          "quantity",
          came,
          "Of line "
              + position
              + " there are "
              + getOutstanding()
              + " still to come: take in that much, and order the rest.");
    }
    received = getReceived().plus(came).value();
  }

  public Long getId() {
    return id;
  }

  /** Returns the order it belongs to. */
  public PurchaseOrder getOrder() {
    return order;
  }

  public int getPosition() {
    return position;
  }

  public Part getPart() {
    return part;
  }

  /** Returns the identity of the part, without reading it. */
  public Long getPartId() {
    return partId;
  }

  /** Returns how much was ordered. */
  public Quantity getQuantity() {
    return new Quantity(quantity);
  }

  /** Returns how much came. */
  public Quantity getReceived() {
    return new Quantity(received);
  }

  /** Returns how much is still to come. */
  public Quantity getOutstanding() {
    return getQuantity().minus(getReceived());
  }

  /** Returns what one unit costs before tax. */
  public Money getUnitCost() {
    return new Money(unitCost);
  }
}
