package tn.ecar.garage.supply;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tn.ecar.garage.Texts;
import tn.ecar.garage.money.Quantity;

/**
 * Goods that came with one delivery note. Never changed; the note stands once for each purchase
 * order, so that two storekeepers who type it at once take the goods in once.
 */
@Entity
@Table(name = "goods_receipt")
public class GoodsReceipt {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "goods_receipt_id")
  @SequenceGenerator(
      name = "goods_receipt_id",
      sequenceName = "goods_receipt_id",
      allocationSize = 50)
  private Long id;

  @Column(name = "purchase_order_id")
  private Long orderId;

  @Column(name = "delivery_note")
  private String deliveryNote;

  @Column(name = "received_at")
  private Instant at;

  @Column(name = "received_by")
  private String by;

  @OneToMany(mappedBy = "receipt", cascade = CascadeType.PERSIST)
  @OrderBy("id")
  private List<GoodsReceiptLine> lines = new ArrayList<>();

  /** For the persistence provider. */
  protected GoodsReceipt() {}

  GoodsReceipt(Long orderId, String deliveryNote, Instant at, String by) {
    this.orderId = orderId;
    this.deliveryNote = Texts.required("deliveryNote", deliveryNote, 60);
    this.at = at;
    this.by = by;
  }

  void add(PurchaseLine line, Quantity quantity) {
    lines.add(new GoodsReceiptLine(this, line.getId(), quantity));
  }

  public Long getId() {
    return id;
  }

  /** Returns the identity of the purchase order. */
  public Long getOrderId() {
    return orderId;
  }

  /** Returns the number of the supplier's delivery note. */
  public String getDeliveryNote() {
    return deliveryNote;
  }

  public Instant getAt() {
    return at;
  }

  /** Returns the login of who took the goods in. */
  public String getBy() {
    return by;
  }

  /** Returns what came; a copy. */
  public List<GoodsReceiptLine> getLines() {
    return List.copyOf(lines);
  }
}
