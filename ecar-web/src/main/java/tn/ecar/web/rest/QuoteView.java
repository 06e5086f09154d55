package tn.ecar.web.rest;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.money.Totals;
import tn.ecar.garage.order.LineKind;
import tn.ecar.garage.quote.Decision;
import tn.ecar.garage.quote.Quote;
import tn.ecar.garage.quote.QuoteLine;
import tn.ecar.garage.quote.QuoteState;

/** A quote as the API shows it, with its sums at the rates of today. */
@Schema(name = "Quote")
public record QuoteView(
    Long id,
    @Schema(example = "DV-000017") String number,
    QuoteState state,
    OrderView.Vehicle vehicle,
    OrderView.Person customer,
    @Schema(description = "The order under way that it is for") Long orderId,
    @Schema(description = "The order its approved lines stand in") Long becomesId,
    @Schema(example = "Freins avant") String wantedWork,
    LocalDate validUntil,
    Instant createdAt,
    Instant sentAt,
    Instant answeredAt,
    String answeredBy,
    List<Line> lines,
    Totals totals,
    int version) {

  /** A line with its net amount and what the customer says to it. */
  @Schema(name = "QuoteLine")
  public record Line(
      Long id,
      int position,
      LineKind kind,
      Long partId,
      String designation,
      @Schema(implementation = String.class, example = "1.500") Quantity quantity,
      String unit,
      @Schema(implementation = String.class, example = "40.000") Money unitPrice,
      BigDecimal discountPercent,
      TaxClass taxClass,
      boolean fodec,
      @Schema(implementation = String.class, example = "60.000") Money net,
      Decision decision,
      Long findingId) {
    static Line of(QuoteLine l) {
      return new Line(
          l.getId(),
          l.getPosition(),
          l.getKind(),
          l.getPart() == null ? null : l.getPart().getId(),
          l.getDesignation(),
          l.getQuantity(),
          l.getUnit(),
          l.getUnitPrice(),
          l.getDiscountPercent(),
          l.getTaxClass(),
          l.isFodec(),
          l.getNet(),
          l.getDecision(),
          l.getFindingId());
    }
  }

  static QuoteView of(Quote q, Totals totals) {
    return new QuoteView(
        q.getId(),
        q.getNumber(),
        q.getState(),
        new OrderView.Vehicle(
            q.getVehicle().getId(),
            q.getVehicle().getPlate().number(),
            q.getVehicle().getDescription()),
        new OrderView.Person(q.getCustomer().getId(), q.getCustomer().getName()),
        q.getOrderId(),
        q.getBecomesId(),
        q.getWantedWork(),
        q.getValidUntil(),
        q.getCreatedAt(),
        q.getSentAt(),
        q.getAnsweredAt(),
        q.getAnsweredBy(),
        q.getLines().stream().map(Line::of).toList(),
        totals,
        q.getVersion());
  }
}
