package tn.ecar.web.pages;

import java.io.Serializable;
import java.math.BigDecimal;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.LineKind;

/** The inputs of one line of an order, as typed. */
public class LineFields implements Serializable {
  private static final long serialVersionUID = 1L;

  private final LineKind kind;
  private Long partId;
  private String designation;
  private BigDecimal quantity = BigDecimal.ONE;
  private BigDecimal unitPrice;
  private BigDecimal discountPercent;

  LineFields(LineKind kind) {
    this.kind = kind;
  }

  LineData data() {
    return new LineData(
        kind, partId, designation, quantity, unitPrice, discountPercent, null, null);
  }

  public Long getPartId() {
    return partId;
  }

  public void setPartId(Long partId) {
    this.partId = partId;
  }

  public String getDesignation() {
    return designation;
  }

  public void setDesignation(String designation) {
    this.designation = designation;
  }

  public BigDecimal getQuantity() {
    return quantity;
  }

  public void setQuantity(BigDecimal quantity) {
    this.quantity = quantity;
  }

  public BigDecimal getUnitPrice() {
    return unitPrice;
  }

  public void setUnitPrice(BigDecimal unitPrice) {
    this.unitPrice = unitPrice;
  }

  public BigDecimal getDiscountPercent() {
    return discountPercent;
  }

  public void setDiscountPercent(BigDecimal discountPercent) {
    this.discountPercent = discountPercent;
  }
}
