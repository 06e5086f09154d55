package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.order.OrderList;
import tn.ecar.garage.order.OrderQuery;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.order.OrderState;

/** The list of orders: the open ones, those in one state, or all. A technician sees their own. */
@Named
@RequestScoped
public class OrdersPage extends SearchedList<OrderRow> {
  private static final Set<OrderState> OPEN = EnumSet.allOf(OrderState.class);

  static {
    OPEN.removeIf(state -> !state.isOpen());
  }

  private final OrderList orders;
  private final OwnWork ownWork;

  @Inject
  public OrdersPage(OrderList orders, OwnWork ownWork) {
    this.orders = orders;
    this.ownWork = ownWork;
  }

  /** For the container's client proxy. */
  protected OrdersPage() {
    this(null, null);
  }

  @Override
  protected Page<OrderRow> page(PageRequest wanted) {
    return orders.search(
        new OrderQuery(getText(), states(), ownWork.technicianId(), null, null), wanted);
  }

  @Override
  protected List<String> filters() {
    return List.of("state");
  }

  private Set<OrderState> states() {
    return switch (getShown()) {
      case "OPEN" -> OPEN;
      case "ALL" -> Set.of();
      default -> Set.of(OrderState.valueOf(getShown()));
    };
  }

  /** Returns what the list may be narrowed to. */
  public List<String> getChoices() {
    return Stream.concat(
            Stream.of("OPEN", "ALL"), Arrays.stream(OrderState.values()).map(Enum::name))
        .toList();
  }

  /** Returns {@code OPEN}, {@code ALL} or the name of a state. */
  public String getShown() {
    String state = param("state");
    return getChoices().contains(state) ? state : "OPEN";
  }
}
