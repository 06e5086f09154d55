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
import tn.ecar.garage.money.Quantity;

/** How much of one line of the purchase order came with a receipt. Never changed. */
@Entity
@Table(name = "goods_receipt_line")
public class GoodsReceiptLine {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "goods_receipt_line_id")
  @SequenceGenerator(
      name = "goods_receipt_line_id",
      sequenceName = "goods_receipt_line_id",
      allocationSize = 50)
  private Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "goods_receipt_id")
  private GoodsReceipt receipt;

  @Column(name = "purchase_line_id")
  private Long lineId;

  private BigDecimal quantity;

  /** For the persistence provider. */
  protected GoodsReceiptLine() {}

  GoodsReceiptLine(GoodsReceipt receipt, Long lineId, Quantity quantity) {
    this.receipt = receipt;
    this.lineId = lineId;
    this.quantity = quantity.value();
  }

  public Long getId() {
    return id;
  }

  /** Returns the receipt it belongs to. */
  public GoodsReceipt getReceipt() {
    return receipt;
  }

  /** Returns the identity of the purchase order's line. */
  public Long getLineId() {
    return lineId;
  }

  public Quantity getQuantity() {
    return new Quantity(quantity);
  }
}
