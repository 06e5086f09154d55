package tn.ecar.garage.order;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import tn.ecar.garage.NotAllowed;

/**
 * Changes an order as far as the {@link Duty} of the one who asks reaches. The order is locked
 * first, so that it is judged as it stands when it is changed.
 */
@ApplicationScoped
@Transactional
public class OrderDuties {
  private final WorkOrders orders;

  @Inject
  public OrderDuties(WorkOrders orders) {
    this.orders = orders;
  }

  /** For the container's client proxy. */
  protected OrderDuties() {
    this(null);
  }

  /**
   * Adds a line as {@link WorkOrders#addLine(long, LineData)} does.
   *
   * @throws NotAllowed if it is no part at its list price and the duty is the workshop's
   */
  public WorkOrder addLine(Duty duty, long id, LineData line) {
    if (!duty.mayAdd(line)) {
      throw new NotAllowed(
          "The workshop notes the parts it uses at their list price: labour, outside work, prices"
              + " and discounts are the front desk's.");
    }
    return orders.addLine(id, line);
  }

  /**
   * Removes a line as {@link WorkOrders#removeLine} does.
   *
   * @throws NotAllowed if it is no part at its list price and the duty is the workshop's
   */
  public WorkOrder removeLine(Duty duty, long id, long lineId) {
    for (WorkOrderLine line : orders.locked(id).getLines()) {
      if (line.getId() == lineId && !duty.mayRemove(line)) {
        throw new NotAllowed(
            "The workshop removes parts at their list price: other lines are the front desk's.");
      }
    }
    return orders.removeLine(id, lineId);
  }

  /**
   * Takes a step as {@link WorkOrders#transition} does.
   *
   * @throws NotAllowed if the state table allows the step and the duty does not
   */
  public WorkOrder transition(Duty duty, long id, Integer version, OrderState to, String reason) {
    OrderState from = orders.locked(id).getState();
    if (to != null && from.mayBecome(to) && !duty.next(from).contains(to)) {
      throw new NotAllowed(
          "From " + from + " the workshop takes an order to " + duty.next(from) + " only.");
    }
    return orders.transition(id, version, to, reason);
  }
}
