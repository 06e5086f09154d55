package tn.ecar.garage.demo;

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
}
