package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.supply.PurchaseOrders;
import tn.ecar.garage.supply.PurchaseRow;
import tn.ecar.garage.supply.PurchaseState;
import tn.ecar.garage.supply.ReorderRow;

/** Purchase orders, and what is to be ordered. */
@Named
@RequestScoped
public class PurchasesPage extends SearchedList<PurchaseRow> {
  private final PurchaseOrders purchases;
  private List<ReorderRow> toOrder;

  @Inject
  public PurchasesPage(PurchaseOrders purchases) {
    this.purchases = purchases;
  }

  /** For the container's client proxy. */
  protected PurchasesPage() {
    this(null);
  }

  @Override
  protected Page<PurchaseRow> page(PageRequest wanted) {
    return purchases.search(
        getText(), getShown().isEmpty() ? null : PurchaseState.valueOf(getShown()), wanted);
  }

  @Override
  protected List<String> filters() {
    return List.of("state");
  }

  public List<String> getStates() {
    return Arrays.stream(PurchaseState.values()).map(Enum::name).toList();
  }

  /** Returns the state the list is narrowed to; empty for all. */
  public String getShown() {
    String state = param("state");
    return getStates().contains(state) ? state : "";
  }

  /** Returns the parts at or under their reorder point, less what is on its way. */
  public List<ReorderRow> getToOrder() {
    if (toOrder == null) {
      toOrder = purchases.toOrder();
    }
    return toOrder;
  }
}
