package tn.ecar.garage.staff;

import java.util.Locale;
import tn.ecar.garage.RuleViolation;

/** What a member of the staff may do. The names are those the security of the server knows. */
public enum Role {
  /** Everything in the garage, reports, prices, users. */
  MANAGER,
  /** Customers, vehicles, appointments, quotes, orders, invoices, payments. */
  FRONTDESK,
  /** The work orders assigned to them. */
  TECHNICIAN,
  /** Parts, stock movements, suppliers, purchase orders. */
  STOREKEEPER,
  /** Pool monitor, batch jobs, credentials, configuration; no customer data. */
  OPERATOR;

  /** Returns the name the server's security uses, for example {@code manager}. */
  public String roleName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the role of that name.
   *
   * @throws RuleViolation if there is none
   */
  public static Role of(String roleName) {
    for (Role role : values()) {
      if (role.roleName().equals(roleName)) {
        return role;
      }
    }
    throw new RuleViolation(
        "role",
        roleName,
        "A role is one of manager, frontdesk, technician, storekeeper, operator.");
  }
}
