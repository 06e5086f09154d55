package tn.ecar.garage.part;

import java.math.BigDecimal;
import java.util.List;

/**
 * What was counted on the shelves.
 *
 * @param note where or why; may be null
 * @param lines at least one
 */
public record CountData(String note, List<Line> lines) {
  public CountData {
    lines = lines == null ? List.of() : List.copyOf(lines);
  }

  /**
   * One shelf.
   *
   * @param partId what lies there; once in a count
   * @param counted how much there is, 0 or more
   * @param expected what the sheet said when the counting began; null if there was none
   */
  public record Line(Long partId, BigDecimal counted, BigDecimal expected) {}
}
