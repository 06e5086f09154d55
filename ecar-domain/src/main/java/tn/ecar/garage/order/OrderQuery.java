package tn.ecar.garage.order;

import java.util.Set;

/**
 * Which orders are wanted; every condition that is null or empty is left out.
 *
 * @param text part of number, plate, customer's name or phone, or complaint
 * @param states where they stand
 * @param technicianId who works on them
 * @param vehicleId the vehicle
 * @param customerId the customer
 */
public record OrderQuery(
    String text, Set<OrderState> states, Long technicianId, Long vehicleId, Long customerId) {
  public OrderQuery {
    states = states == null ? Set.of() : Set.copyOf(states);
  }

  /** Returns the query for every order with that text. */
  public static OrderQuery text(String text) {
    return new OrderQuery(text, Set.of(), null, null, null);
  }

  /** Returns the query for every order in one of these states. */
  public static OrderQuery in(OrderState... states) {
    return new OrderQuery(null, Set.of(states), null, null, null);
  }
}
