package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.upkeep.Upkeep;

/**
 * Which services an order does, chosen of the intervals of its vehicle. They reach the vehicle's
 * history when the order becomes ready, and are only read from then on.
 */
@Named
@ViewScoped
public class OrderUpkeep implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient Upkeep upkeep;
  private final transient OrderPage page;

  private ArrayList<String> read;
  private ArrayList<String> chosen;
  private ArrayList<String> offered;

  @Inject
  public OrderUpkeep(Upkeep upkeep, OrderPage page) {
    this.upkeep = upkeep;
    this.page = page;
  }

  /** For the container's client proxy. */
  protected OrderUpkeep() {
    this(null, null);
  }

  private WorkOrder order() {
    return page.getOrder();
  }

  /** Returns whether the services may still be chosen. */
  public boolean isChangeable() {
    return Upkeep.mayBeSaid(order().getState());
  }

  /** Returns the services that the order does, by name. */
  public List<String> getServed() {
    readOnce();
    return read;
  }

  /** Returns what may be chosen, by name. */
  public List<String> getOffered() {
    readOnce();
    return offered;
  }

  private void readOnce() {
    if (read == null) {
      Upkeep.Choices choices = upkeep.choices(order());
      read = new ArrayList<>(choices.served());
      offered = new ArrayList<>(choices.offered());
    }
  }

  /** Notes what was chosen. */
  public String serve() throws IOException {
    return page.change(
        "upkeep",
        () -> upkeep.serve(page.getId(), Changes.versionOf(getServed()), chosen),
        this::readAgain);
  }

  private void readAgain() {
    read = null;
    chosen = null;
  }

  /** Returns what is ticked; the list that the page's boxes fill. */
  public List<String> getChosen() {
    if (chosen == null) {
      chosen = new ArrayList<>(getServed());
    }
    return chosen;
  }

  public void setChosen(List<String> chosen) {
    this.chosen = new ArrayList<>(chosen);
  }
}
