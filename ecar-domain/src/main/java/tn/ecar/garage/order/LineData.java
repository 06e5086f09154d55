package tn.ecar.garage.order;

import java.math.BigDecimal;
import tn.ecar.garage.money.TaxClass;

/**
 * A line as typed.
 *
 * @param kind required
 * @param partId the part of a {@link LineKind#PART} line; null otherwise
 * @param designation what stands on the invoice; null for the part's name
 * @param quantity hours, pieces, litres; more than 0, at most 3 decimals
 * @param unitPrice before tax in dinars; null for the part's price
 * @param discountPercent 0 to 100; null for none
 * @param taxClass null for the part's class, or the standard rate
 * @param fodec true if FODEC is due; null for what the part says, or not
 */
public record LineData(
    LineKind kind,
    Long partId,
    String designation,
    BigDecimal quantity,
    BigDecimal unitPrice,
    BigDecimal discountPercent,
    TaxClass taxClass,
    Boolean fodec) {
  /** Returns a line of labour at the standard rate. */
  public static LineData labour(String designation, String hours, String hourlyRate) {
    return new LineData(
        LineKind.LABOUR,
        null,
        designation,
        new BigDecimal(hours),
        new BigDecimal(hourlyRate),
        null,
        null,
        null);
  }

  /** Returns a line for a part at its own price. */
  public static LineData part(long partId, String quantity) {
    return new LineData(
        LineKind.PART, partId, null, new BigDecimal(quantity), null, null, null, null);
  }
}
