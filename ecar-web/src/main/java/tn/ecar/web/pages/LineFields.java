package tn.ecar.web.pages;

import java.io.Serializable;
import java.math.BigDecimal;
import tn.ecar.garage.money.TaxClass;
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
  private TaxClass taxClass;
  private Boolean fodec;
  private Long findingId;

  LineFields(LineKind kind) {
    this.kind = kind;
  }

  LineData data() {
    return new LineData(
        kind, partId, designation, quantity, unitPrice, discountPercent, taxClass, fodec);
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

  /** Returns its TVA class; null for the part's own, or the standard one. */
  public TaxClass getTaxClass() {
    return taxClass;
  }

  public void setTaxClass(TaxClass taxClass) {
    this.taxClass = taxClass;
  }

  /** Returns whether FODEC is due on it; null for what its part says, or not. */
  public Boolean getFodec() {
    return fodec;
  }

  public void setFodec(Boolean fodec) {
    this.fodec = fodec;
  }

  /** Returns whether what is left open is taken from a part. */
  public boolean isOfPart() {
    return kind == LineKind.PART;
  }

  public TaxClass[] getTaxClasses() {
    return TaxClass.values();
  }

  /** Returns the finding whose work it is on a quote, or null. */
  public Long getFindingId() {
    return findingId;
  }

  public void setFindingId(Long findingId) {
    this.findingId = findingId;
  }
}
