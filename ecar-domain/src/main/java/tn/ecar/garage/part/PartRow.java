package tn.ecar.garage.part;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * One line of the list of parts.
 *
 * @param id identity
 * @param number number
 * @param name name
 * @param unit unit
 * @param onHand quantity on the shelf, 3 decimals
 * @param reorderPoint quantity at which it is ordered anew
 * @param price one unit before tax, in dinars
 */
public record PartRow(
    Long id,
    String number,
    String name,
    String unit,
    BigDecimal onHand,
    BigDecimal reorderPoint,
    BigDecimal price) {
  /** Returns true if it is time to order. */
  public boolean low() {
    return onHand.compareTo(reorderPoint) <= 0;
  }

  /** JSON is written of rows that are kept in a hash table meanwhile: their identity is enough. */
  @Override
  public int hashCode() {
    return Objects.hashCode(id);
  }
}
