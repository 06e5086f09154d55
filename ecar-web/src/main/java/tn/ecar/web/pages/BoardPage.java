package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.stream.Collectors;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.order.OrderState;

/**
 * The open orders by state, from the draft to the keys. A card tells which steps its order may take
 * and which of them want a reason; REST takes the step.
 */
@Named
@RequestScoped
public class BoardPage {
  private static final List<OrderState> ROAD =
      List.of(
          OrderState.DRAFT,
          OrderState.ESTIMATED,
          OrderState.APPROVED,
          OrderState.IN_PROGRESS,
          OrderState.WAITING_PARTS,
          OrderState.WAITING_APPROVAL,
          OrderState.QUALITY_CHECK,
          OrderState.READY);

  private final OpenWork work;
  private final OwnWork own;

  @Inject
  public BoardPage(OpenWork work, OwnWork own) {
    this.work = work;
    this.own = own;
  }

  /** For the container's client proxy. */
  protected BoardPage() {
    this(null, null);
  }

  public List<OrderState> getStates() {
    return ROAD;
  }

  /** Returns every state a step may lead to. */
  public List<OrderState> getAll() {
    return List.of(OrderState.values());
  }

  /** Returns the open orders in a state, the newest first. */
  public List<OrderRow> in(OrderState state) {
    return work.in(state);
  }

  /** Returns how many orders stand open, also those the page has no room for. */
  public long getTotal() {
    return work.total();
  }

  /** Returns how many of them are shown. */
  public int getShown() {
    return work.rows().size();
  }

  public boolean isInDanger(OrderRow row) {
    return row.inDanger(work.soon());
  }

  /** Returns the names of the states that may follow, in order, with a space between. */
  public String next(OrderState state) {
    return own.duty().next(state).stream().map(Enum::name).collect(Collectors.joining(" "));
  }

  /** Returns the names of those following states that want a reason. */
  public String withReason(OrderState state) {
    return own.duty().next(state).stream()
        .filter(state::needsReason)
        .map(Enum::name)
        .collect(Collectors.joining(" "));
  }
}
