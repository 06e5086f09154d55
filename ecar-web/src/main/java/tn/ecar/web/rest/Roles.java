package tn.ecar.web.rest;

/**
 * The roles of the garage as annotations need them: constants. Who may do what is told by the
 * project's page on the garage.
 */
public final class Roles {
  /** Everything in the garage, reports, prices, users. */
  public static final String MANAGER = "manager";

  /** Customers, vehicles, appointments, quotes, orders, invoices, payments. */
  public static final String FRONTDESK = "frontdesk";

  /** The work orders assigned to them. */
  public static final String TECHNICIAN = "technician";

  /** Parts, stock movements, suppliers. */
  public static final String STOREKEEPER = "storekeeper";

  /** Pool monitor, batch jobs, credentials; no customer data. */
  public static final String OPERATOR = "operator";

  private Roles() {}
}
