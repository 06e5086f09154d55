package tn.ecar.garage.supply;

import java.math.BigDecimal;

/**
 * A part whose shelf, with what is on its way and without what orders list, has come down to its
 * reorder point.
 *
 * @param partId identity
 * @param number number
 * @param name name
 * @param unit unit
 * @param supplier the name that stands with the part; may be null
 * @param onHand on the shelf
 * @param onOrder ordered and not yet come
 * @param listed listed in orders that are agreed on, and not yet taken from the shelf
 * @param reorderPoint quantity at which it is ordered anew
 */
public record ReorderRow(
    Long partId,
    String number,
    String name,
    String unit,
    String supplier,
    BigDecimal onHand,
    BigDecimal onOrder,
    BigDecimal listed,
    BigDecimal reorderPoint) {
  /**
   * Returns how much to order, so that there is twice the reorder point again when the orders have
   * theirs.
   */
  public BigDecimal suggested() {
    return reorderPoint
        .add(reorderPoint)
        .add(listed)
        .subtract(onHand)
        .subtract(onOrder)
        .max(BigDecimal.ONE);
  }
}
