package tn.ecar.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import jakarta.ws.rs.ForbiddenException;
import java.util.Set;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.order.Duty;
import tn.ecar.garage.order.OrderList;
import tn.ecar.garage.order.OrderQuery;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.order.WorkOrders;
import tn.ecar.garage.staff.StaffAccount;
import tn.ecar.garage.staff.StaffAccounts;

/**
 * Keeps a technician to the orders assigned to them; whoever is manager or front desk as well sees
 * all.
 */
@ApplicationScoped
public class OwnOrders {
  private final SecurityContext security;
  private final StaffAccounts accounts;
  private final WorkOrders orders;
  private final OrderList list;

  @Inject
  public OwnOrders(
      SecurityContext security, StaffAccounts accounts, WorkOrders orders, OrderList list) {
    this.list = list;
    this.security = security;
    this.accounts = accounts;
    this.orders = orders;
  }

  /** For the container's client proxy. */
  protected OwnOrders() {
    this(null, null, null, null);
  }

  /**
   * Returns whose orders the caller may list: their own as a technician, otherwise those they asked
   * for.
   */
  Long only(Long wanted) {
    return seesAll() ? wanted : self().getId();
  }

  /**
   * Returns quietly if the caller may see this order.
   *
   * @throws ForbiddenException if it is a colleague's
   * @throws tn.ecar.garage.NotFound if there is none
   */
  void require(long order) {
    if (seesAll()) {
      return;
    }
    WorkOrder found = orders.find(order);
    if (!found.isWorkedOnBy(self().getId())) {
      throw new ForbiddenException(
          "A technician sees the orders assigned to them; this one is not.");
    }
  }

  /**
   * Returns quietly if the caller may see what is known of this vehicle: for a technician one that
   * they work on or have worked on.
   *
   * @throws ForbiddenException if it is none of theirs
   */
  void requireVehicle(long vehicle) {
    if (seesAll()) {
      return;
    }
    OrderQuery mine = new OrderQuery(null, Set.of(), self().getId(), vehicle, null);
    if (list.search(mine, PageRequest.of(0, 1)).items().isEmpty()) {
      throw new ForbiddenException(
          "A technician sees the vehicles of the orders assigned to them.");
    }
  }

  /** Returns what the caller is there for. */
  Duty duty() {
    return seesAll() ? Duty.DESK : Duty.WORKSHOP;
  }

  /** Returns whose clock is meant: a technician's own, otherwise the one that was named. */
  long clockOf(Long wanted) {
    if (!seesAll()) {
      return self().getId();
    }
    if (wanted == null) {
      throw new RuleViolation("technicianId", null, "Name the technician.");
    }
    return wanted;
  }

  private boolean seesAll() {
    return security.isCallerInRole(Roles.MANAGER) || security.isCallerInRole(Roles.FRONTDESK);
  }

  private StaffAccount self() {
    return accounts
        .byLogin(security.getCallerPrincipal().getName())
        .orElseThrow(
            () -> new ForbiddenException("Only a person has orders of their own: sign in as one."));
  }
}
