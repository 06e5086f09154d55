package tn.ecar.garage.order;

import static tn.ecar.garage.order.OrderState.APPROVED;
import static tn.ecar.garage.order.OrderState.IN_PROGRESS;
import static tn.ecar.garage.order.OrderState.QUALITY_CHECK;
import static tn.ecar.garage.order.OrderState.WAITING_APPROVAL;
import static tn.ecar.garage.order.OrderState.WAITING_PARTS;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What somebody at an order is there for. The desk does all of it. The workshop, which is a
 * technician at an order of theirs, notes the parts it uses at their list price and takes the steps
 * of the work. To agree in the customer's name, to check one's own work, prices and the keys are
 * not the workshop's. The table stands here and nowhere else: REST and pages ask it.
 */
public enum Duty {
  /** Managers and the front desk. */
  DESK,
  /** A technician who is neither. */
  WORKSHOP;

  private static final Map<OrderState, Set<OrderState>> WORK =
      Map.of(
          APPROVED, EnumSet.of(IN_PROGRESS),
          IN_PROGRESS, EnumSet.of(WAITING_PARTS, WAITING_APPROVAL, QUALITY_CHECK),
          WAITING_PARTS, EnumSet.of(IN_PROGRESS),
          // Who sees that something is left to do takes the work up again.
          QUALITY_CHECK, EnumSet.of(IN_PROGRESS));

  /** Returns the states that may follow this one, in their natural order. */
  public Set<OrderState> next(OrderState from) {
    Set<OrderState> following = from.next();
    if (this == WORKSHOP) {
      following.retainAll(WORK.getOrDefault(from, Set.of()));
    }
    return following;
  }

  /** Returns true if a line may be added as it is typed. */
  public boolean mayAdd(LineData line) {
    boolean atListPrice =
        line.unitPrice() == null
            && (line.discountPercent() == null || line.discountPercent().signum() == 0)
            && line.taxClass() == null
            && line.fodec() == null;
    return this == DESK || (line.kind() == LineKind.PART && atListPrice);
  }

  /**
   * Returns true if a line may be removed: the workshop does not touch what the desk has priced.
   */
  public boolean mayRemove(WorkOrderLine line) {
    boolean atListPrice =
        line.getPart() != null
            && line.getUnitPrice().equals(line.getPart().getPrice())
            && line.getDiscountPercent().signum() == 0;
    return this == DESK || (line.getKind() == LineKind.PART && atListPrice);
  }
}
