package tn.ecar.garage.supply;

import java.math.BigDecimal;
import java.util.List;

/**
 * Goods that came.
 *
 * @param deliveryNote number of the supplier's delivery note; required, once for each order
 * @param lines what came; null or empty for everything that is still to come
 */
public record ReceiptData(String deliveryNote, List<Line> lines) {
  public ReceiptData {
    lines = lines == null ? List.of() : List.copyOf(lines);
  }

  /**
   * What came of one line.
   *
   * @param lineId the purchase order's line
   * @param quantity more than 0, at most what is still to come
   */
  public record Line(Long lineId, BigDecimal quantity) {}
}
