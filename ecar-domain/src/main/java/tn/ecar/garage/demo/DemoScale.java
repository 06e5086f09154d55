package tn.ecar.garage.demo;

import java.util.Optional;
import tn.ecar.garage.RuleViolation;

/**
 * How large the demo is.
 *
 * @param customers people and companies
 * @param vehicles at least as many as customers with a vehicle shall have one
 * @param orders finished orders, each with its invoice
 */
public record DemoScale(int customers, int vehicles, int orders) {
  /** A workshop after two years. */
  public static final DemoScale FULL = new DemoScale(200, 300, 1_500);

  private static final int FEWEST = 5;
  private static final int MOST_TIMES = 20;

  /**
   * Returns a demo of that many finished orders, with customers and vehicles in the full one's
   * proportion.
   */
  public static DemoScale ofOrders(int orders) {
    int vehicles = Math.max(FEWEST, orders * FULL.vehicles / FULL.orders);
    return new DemoScale(Math.max(FEWEST, orders * FULL.customers / FULL.orders), vehicles, orders);
  }

  /**
   * Reads what the environment asks for: {@code 1} is the full demo, {@code 2} to {@code 20} so
   * many times as much, a larger number that many finished orders, nothing or {@code 0} none.
   *
   * @throws RuleViolation if it is no number from 0 to 100 000
   */
  public static Optional<DemoScale> wanted(String text) {
    String size = text == null || text.isBlank() ? "0" : text.strip();
    if (!size.matches("[0-9]{1,5}|100000")) {
      throw new RuleViolation(
          "ECAR_DEMO",
          text,
          "Give 1 for the full demo, 2 to "
              + MOST_TIMES
              + " for so many times as much, or how many finished orders you want.");
    }
    int orders = Integer.parseInt(size);
    if (orders == 0) {
      return Optional.empty();
    }
    return Optional.of(ofOrders(orders <= MOST_TIMES ? orders * FULL.orders : orders));
  }
}
