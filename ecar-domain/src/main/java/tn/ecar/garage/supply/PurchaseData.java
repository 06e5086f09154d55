package tn.ecar.garage.supply;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * A purchase order as it is written.
 *
 * @param supplierId required
 * @param expectedOn when the goods are expected; may be null
 * @param note may be null
 * @param lines what is ordered; null or empty for none yet
 */
public record PurchaseData(Long supplierId, LocalDate expectedOn, String note, List<Line> lines) {
  public PurchaseData {
    lines = lines == null ? List.of() : List.copyOf(lines);
  }

  /**
   * A part that is ordered.
   *
   * @param partId required; once in an order
   * @param quantity more than 0
   * @param unitCost what one unit costs before tax, in dinars, 0 or more
   */
  public record Line(Long partId, BigDecimal quantity, BigDecimal unitCost) {}
}
