package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.order.Duty;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.order.WorkOrders;
import tn.ecar.garage.staff.StaffAccount;
import tn.ecar.garage.staff.StaffAccounts;

/** Whose work somebody may see: a technician their own, the desk everybody's. */
@RequestScoped
public class OwnWork {
  private final Staff staff;
  private final StaffAccounts accounts;
  private final WorkOrders orders;
  private StaffAccount technician;

  @Inject
  public OwnWork(Staff staff, StaffAccounts accounts, WorkOrders orders) {
    this.staff = staff;
    this.accounts = accounts;
    this.orders = orders;
  }

  /** For the container's client proxy. */
  protected OwnWork() {
    this(null, null, null);
  }

  /** Returns the technician the lists are narrowed to, or null for everybody. */
  public Long technicianId() {
    return staff.isDesk() ? null : account().getId();
  }

  /** Returns what the person is there for. */
  public Duty duty() {
    return staff.isDesk() ? Duty.DESK : Duty.WORKSHOP;
  }

  /** Returns the person's name as lists show it. */
  public String name() {
    return account().getName();
  }

  private StaffAccount account() {
    if (technician == null) {
      technician =
          accounts
              .byLogin(staff.getName())
              .orElseThrow(() -> new NotFound("account", staff.getName()));
    }
    return technician;
  }

  /**
   * Returns the order if the one who asks may see it.
   *
   * @throws NotFound otherwise
   */
  public WorkOrder requireVisible(WorkOrder order) {
    Long mine = technicianId();
    if (mine != null && !order.isWorkedOnBy(mine)) {
      throw new NotFound("order", order.getNumber());
    }
    return order;
  }

  /**
   * Returns quietly if the one who asks may change the order as it stands now: a page may have been
   * open since before it was given to a colleague. The desk costs no statement.
   *
   * @throws NotFound otherwise
   */
  public void requireOwn(long orderId) {
    if (technicianId() != null) {
      requireVisible(orders.find(orderId));
    }
  }
}
