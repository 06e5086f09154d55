package tn.ecar.garage.quote;

import java.time.LocalDate;
import java.util.List;
import tn.ecar.garage.order.LineData;

/**
 * A quote as typed.
 *
 * @param vehicleId the vehicle; may be left out when an order is named
 * @param orderId the order under way for which new work was found; null for a quote of its own
 * @param wantedWork what it is about, at most 500 characters
 * @param validUntil last day on which it can be approved; null for 15 days from today
 * @param lines what is offered; null or empty to add them later
 */
public record QuoteData(
    Long vehicleId, Long orderId, String wantedWork, LocalDate validUntil, List<LineData> lines) {
  public QuoteData {
    lines = lines == null ? List.of() : List.copyOf(lines);
  }
}
