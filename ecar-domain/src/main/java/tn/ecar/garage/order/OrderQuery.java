package tn.ecar.garage.order;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;

/**
 * Which orders are wanted; every condition that is null or empty is left out.
 *
 * @param text part of the order's or its invoice's number, plate, customer's name or phone, or
 *     complaint
 * @param states where they stand
 * @param technicianId who works on them
 * @param vehicleId the vehicle
 * @param customerId the customer
 * @param from first day on which it was opened
 * @param to last day on which it was opened
 */
public record OrderQuery(
    String text,
    Set<OrderState> states,
    Long technicianId,
    Long vehicleId,
    Long customerId,
    LocalDate from,
    LocalDate to) {
  public OrderQuery {
    states = states == null ? Set.of() : Set.copyOf(states);
  }

  /** Opened on any day. */
  public OrderQuery(
      String text, Set<OrderState> states, Long technicianId, Long vehicleId, Long customerId) {
    this(text, states, technicianId, vehicleId, customerId, null, null);
  }

  /** Returns the moment at which the first day begins; null for every day. */
  Instant since(ZoneId zone) {
    return from == null ? null : from.atStartOfDay(zone).toInstant();
  }

  /** Returns the moment at which the last day is over; null for every day. */
  Instant until(ZoneId zone) {
    return to == null ? null : to.plusDays(1).atStartOfDay(zone).toInstant();
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
