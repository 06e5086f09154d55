package tn.ecar.garage.invoice;

import java.math.BigDecimal;
import java.util.List;

/**
 * What is to be given back of an invoice.
 *
 * @param reason required: stands on the credit note
 * @param lines what of which line; null or empty for all that is left of the invoice
 */
public record CreditRequest(String reason, List<Line> lines) {
  public CreditRequest {
    lines = lines == null ? List.of() : List.copyOf(lines);
  }

  /**
   * A line of the invoice.
   *
   * @param position its position on the invoice
   * @param quantity how much of it; null for all that is left
   */
  public record Line(Integer position, BigDecimal quantity) {}
}
