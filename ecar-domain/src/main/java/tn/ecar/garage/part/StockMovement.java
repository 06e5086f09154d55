package tn.ecar.garage.part;

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
import java.time.Instant;
import tn.ecar.garage.money.Quantity;

/**
 * A signed quantity that came to or left the shelf, why, and what was there afterwards. Never
 * changed.
 */
@Entity
@Table(name = "stock_movement")
public class StockMovement {
  /** Why a quantity moves. */
  public enum Reason {
    /** Came from a supplier. */
    RECEIPT(1),
    /** Went into a work order. */
    USED(-1),
    /** Came back from a work order. */
    RETURNED(1),
    /** Counting showed another quantity. */
    COUNT(0),
    /** Broken, leaked, out of date. */
    LOSS(-1);

    private final int sign;

    Reason(int sign) {
      this.sign = sign;
    }

    /** Returns whether such a quantity moves for this reason: to the shelf, or from it. */
    boolean fits(Quantity quantity) {
      return sign == 0 || quantity.value().signum() == sign;
    }
  }

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "stock_movement_id")
  @SequenceGenerator(
      name = "stock_movement_id",
      sequenceName = "stock_movement_id",
      allocationSize = 50)
  private Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "part_id")
  private Part part;

  private BigDecimal quantity;
  private BigDecimal resulting;

  @Enumerated(EnumType.STRING)
  private Reason reason;

  private String reference;

  @Column(name = "moved_at")
  private Instant at;

  @Column(name = "moved_by")
  private String by;

  /** For the persistence provider. */
  protected StockMovement() {}

  StockMovement(
      Part part, Quantity quantity, Reason reason, String reference, Instant at, String by) {
    this.part = part;
    this.quantity = quantity.value();
    this.resulting = part.getOnHand().value();
    this.reason = reason;
    this.reference = reference;
    this.at = at;
    this.by = by;
  }

  public Long getId() {
    return id;
  }

  /** Returns what moved: positive to the shelf, negative from it. */
  public Quantity getQuantity() {
    return new Quantity(quantity);
  }

  /** Returns what was on the shelf afterwards. */
  public Quantity getResulting() {
    return new Quantity(resulting);
  }

  public Reason getReason() {
    return reason;
  }

  /** Returns the order or delivery note, or null. */
  public String getReference() {
    return reference;
  }

  public Instant getAt() {
    return at;
  }

  /** Returns the login of who moved it. */
  public String getBy() {
    return by;
  }

  /** Returns what moved. */
  public Part getPart() {
    return part;
  }
}
