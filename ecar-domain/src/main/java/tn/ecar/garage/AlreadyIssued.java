package tn.ecar.garage;

/** The order has its invoice already; {@link #number()} is the number that exists. */
public final class AlreadyIssued extends Conflict {
  private static final long serialVersionUID = 1L;

  /**
   * @param order number of the work order
   * @param number number of the invoice that exists
   */
  public AlreadyIssued(String order, String number) {
    super("Order " + order + " has been invoiced already as " + number + ".", number);
  }

  /** Returns the number of the invoice that exists, for example {@code FA-2026-000017}. */
  public String number() {
    return existing();
  }
}
