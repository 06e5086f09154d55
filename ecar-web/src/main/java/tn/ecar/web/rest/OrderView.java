package tn.ecar.web.rest;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.money.Totals;
import tn.ecar.garage.order.Duty;
import tn.ecar.garage.order.LineKind;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.order.WorkOrderLine;

/**
 * A work order as the API shows it: with its lines, the sums at the rates of today, and the states
 * that the caller may take it to.
 *
 * @param invoice number of its invoice; left out while there is none
 */
@Schema(name = "Order")
public record OrderView(
    Long id,
    @Schema(example = "OT-000123") String number,
    OrderState state,
    Set<OrderState> next,
    Vehicle vehicle,
    Person customer,
    Person technician,
    List<Person> helpers,
    String complaint,
    String cause,
    String correction,
    Integer odometerIn,
    Integer odometerOut,
    BigDecimal discountPercent,
    Instant openedAt,
    Instant stateSince,
    List<Line> lines,
    Totals totals,
    @Schema(example = "FA-2026-000017") String invoice,
    int version) {

  /** The vehicle in short. */
  @Schema(name = "OrderVehicle")
  public record Vehicle(Long id, String plate, String description) {}

  /** A customer or a technician in short. */
  @Schema(name = "Person")
  public record Person(Long id, String name) {}

  /** A line with its net amount. */
  @Schema(name = "OrderLine")
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
      @Schema(implementation = String.class, example = "60.000") Money net) {
    static Line of(WorkOrderLine l) {
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
          l.getNet());
    }
  }

  static OrderView of(Duty duty, WorkOrder o, Totals totals, String invoice) {
    return new OrderView(
        o.getId(),
        o.getNumber(),
        o.getState(),
        duty.next(o.getState()),
        new Vehicle(
            o.getVehicle().getId(),
            o.getVehicle().getPlate().number(),
            o.getVehicle().getDescription()),
        new Person(o.getCustomer().getId(), o.getCustomer().getName()),
        o.getTechnician() == null
            ? null
            : new Person(o.getTechnician().getId(), o.getTechnician().getName()),
        o.getHelpers().stream().map(h -> new Person(h.getId(), h.getName())).toList(),
        o.getComplaint(),
        o.getCause(),
        o.getCorrection(),
        o.getOdometerIn(),
        o.getOdometerOut(),
        o.getDiscountPercent(),
        o.getOpenedAt(),
        o.getStateSince(),
        o.getLines().stream().map(Line::of).toList(),
        totals,
        invoice,
        o.getVersion());
  }
}
