package tn.ecar.garage.part;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.money.TaxClass;

/**
 * A part on the shelf. It is listed with nothing on hand; from then on its quantity moves only by a
 * {@link StockMovement} made under the row's lock, and is never below zero.
 */
@Entity
@Table(name = "part")
public class Part {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "part_id")
  @SequenceGenerator(name = "part_id", sequenceName = "part_id", allocationSize = 50)
  private Long id;

  @Version private int version;

  @Column(name = "part_number")
  private String number;

  private String barcode;
  private String name;
  private String unit;

  @Column(name = "on_hand")
  private BigDecimal onHand = Quantity.ZERO.value();

  @Column(name = "reorder_point")
  private BigDecimal reorderPoint;

  private BigDecimal price;

  @Enumerated(EnumType.STRING)
  @Column(name = "tax_class")
  private TaxClass taxClass;

  private boolean fodec;
  private String supplier;

  /** For the persistence provider. */
  protected Part() {}

  /**
   * Lists a part.
   *
   * @throws RuleViolation if a value breaks its form
   */
  public Part(PartData data) {
    change(data);
  }

  /**
   * Takes over new particulars; the quantity on hand is none of them.
   *
   * @throws RuleViolation if a value breaks its form; nothing is changed then
   */
  public final void change(PartData data) {
    String newNumber = Texts.required("number", data.number(), 40);
    String newName = Texts.required("name", data.name(), 120);
    String newBarcode = Texts.optional("barcode", data.barcode(), 40);
    String newUnit = Texts.isBlank(data.unit()) ? "pce" : Texts.optional("unit", data.unit(), 12);
    Quantity newReorder =
        data.reorderPoint() == null
            ? Quantity.ZERO
            : RuleViolation.in("reorderPoint", () -> new Quantity(data.reorderPoint()));
    Money newPrice = RuleViolation.in("price", () -> new Money(data.price()));
    if (newPrice.isNegative()) {
      throw new RuleViolation("price", newPrice, "A price is 0 or more.");
    }
    if (newReorder.isNegative()) {
      throw new RuleViolation("reorderPoint", newReorder, "A reorder point is 0 or more.");
    }
    supplier = Texts.optional("supplier", data.supplier(), 120);
    number = newNumber;
    name = newName;
    barcode = newBarcode;
    unit = newUnit;
    reorderPoint = newReorder.value();
    price = newPrice.amount();
    taxClass = data.taxClass() == null ? TaxClass.STANDARD : data.taxClass();
    fodec = data.fodec();
  }

  /**
   * Moves the quantity on hand.
   *
   * @throws RuleViolation if there is not so much on the shelf
   */
  void move(Quantity signed) {
    Quantity resulting = getOnHand().plus(signed);
    if (resulting.isNegative()) {
      throw new RuleViolation(
          "quantity",
          signed,
          "There are "
              + onHand
              + " "
              + unit
              + " of "
              + number
              + " on the shelf: receive more first.");
    }
    onHand = resulting.value();
  }

  public Long getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  public String getNumber() {
    return number;
  }

  /** Returns the barcode, or null. */
  public String getBarcode() {
    return barcode;
  }

  public String getName() {
    return name;
  }

  /** Returns the unit the quantity is counted in, for example {@code l}. */
  public String getUnit() {
    return unit;
  }

  public Quantity getOnHand() {
    return new Quantity(onHand);
  }

  public Quantity getReorderPoint() {
    return new Quantity(reorderPoint);
  }

  /** Returns the price of one unit before tax. */
  public Money getPrice() {
    return new Money(price);
  }

  public TaxClass getTaxClass() {
    return taxClass;
  }

  public boolean isFodec() {
    return fodec;
  }

  /** Returns the supplier's name, or null. */
  public String getSupplier() {
    return supplier;
  }

  /** Returns what the part costs, how it is taxed and when it is ordered, for the audit log. */
  @Override
  public String toString() {
    return number
        + ", "
        + name
        + ", "
        + price
        + " TND, "
        + taxClass
        + (fodec ? ", FODEC" : "")
        + (reorderPoint.signum() == 0 ? "" : ", >= " + reorderPoint + " " + unit);
  }
}
