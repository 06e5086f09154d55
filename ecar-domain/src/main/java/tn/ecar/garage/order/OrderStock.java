package tn.ecar.garage.order;

import java.util.Comparator;
import java.util.List;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.part.Parts;
import tn.ecar.garage.part.StockMovement;

/** Takes the parts of an order from their shelves, and gives them back. */
final class OrderStock {
  private final Parts parts;

  OrderStock(Parts parts) {
    this.parts = parts;
  }

  /** Takes what is missing for the order's lines. */
  void take(WorkOrder order) {
    for (WorkOrderLine line : partLines(order)) {
      Quantity missing = line.missing();
      if (!missing.isZero()) {
        parts.move(
            line.getPart().getId(),
            missing.negated(),
            StockMovement.Reason.USED,
            order.getNumber());
        line.taken(line.getQuantity());
      }
    }
  }

  /** Gives back everything that was taken for the order. */
  void giveBack(WorkOrder order) {
    partLines(order).forEach(this::giveBack);
  }

  /** Gives back what was taken for a line. */
  void giveBack(WorkOrderLine line) {
    if (!line.getTaken().isZero()) {
      parts.move(
          line.getPart().getId(),
          line.getTaken(),
          StockMovement.Reason.RETURNED,
          line.getOrder().getNumber());
      line.taken(Quantity.ZERO);
    }
  }

  /**
   * Parts are locked in the order of their identity, so that two orders never wait for each other
   * in a ring.
   */
  private static List<WorkOrderLine> partLines(WorkOrder order) {
    return order.getLines().stream()
        .filter(line -> line.getPart() != null)
        .sorted(Comparator.comparing((WorkOrderLine line) -> line.getPart().getId()))
        .toList();
  }
}
