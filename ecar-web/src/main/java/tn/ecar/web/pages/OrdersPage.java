package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.order.OrderQuery;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrders;

/** The list of orders: the open ones, those in one state, or all. A technician sees their own. */
@Named
@ViewScoped
public class OrdersPage extends SearchedList<OrderRow> {
  private static final long serialVersionUID = 1L;
  private static final Set<OrderState> OPEN = EnumSet.allOf(OrderState.class);

  static {
    OPEN.removeIf(state -> !state.isOpen());
  }

  private final transient WorkOrders orders;
  private final transient OwnWork ownWork;
  private String shown = "OPEN";

  @Inject
  public OrdersPage(WorkOrders orders, OwnWork ownWork) {
    this.orders = orders;
    this.ownWork = ownWork;
  }

  /** For the container's client proxy. */
  protected OrdersPage() {
    this(null, null);
  }

  @Override
  Page<OrderRow> page(PageRequest wanted) {
    return orders.search(
        new OrderQuery(getText(), states(), ownWork.technicianId(), null, null), wanted);
  }

  private Set<OrderState> states() {
    return switch (shown) {
      case "OPEN" -> OPEN;
      case "ALL" -> Set.of();
      default -> Set.of(OrderState.valueOf(shown));
    };
  }

  public List<OrderState> getStates() {
    return List.of(OrderState.values());
  }

  /** Returns {@code OPEN}, {@code ALL} or the name of a state. */
  public String getShown() {
    return shown;
  }

  public void setShown(String shown) {
    this.shown = shown;
  }
}
