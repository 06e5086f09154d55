package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.order.OrderList;
import tn.ecar.garage.order.OrderQuery;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.order.OrderState;

/** The orders that stand open, read once for a page; for a technician their own. */
@RequestScoped
public class OpenWork {
  /** The open states, the nearest to delivery first. */
  static final List<OrderState> NEAREST_FIRST =
      List.of(
          OrderState.READY,
          OrderState.QUALITY_CHECK,
          OrderState.IN_PROGRESS,
          OrderState.WAITING_PARTS,
          OrderState.WAITING_APPROVAL,
          OrderState.APPROVED,
          OrderState.ESTIMATED,
          OrderState.DRAFT);

  private static final Set<OrderState> OPEN = EnumSet.copyOf(NEAREST_FIRST);
  private static final int SHOWN = 200;
  private static final Duration NEAR = Duration.ofHours(2);

  private final OrderList orders;
  private final OwnWork ownWork;
  private final Clock clock;
  private Page<OrderRow> open;

  @Inject
  public OpenWork(OrderList orders, OwnWork ownWork, Clock clock) {
    this.orders = orders;
    this.ownWork = ownWork;
    this.clock = clock;
  }

  /** For the container's client proxy. */
  protected OpenWork() {
    this(null, null, null);
  }

  private Page<OrderRow> open() {
    if (open == null) {
      OrderQuery wanted = new OrderQuery(null, OPEN, ownWork.technicianId(), null, null);
      open = orders.search(wanted, PageRequest.of(0, SHOWN));
    }
    return open;
  }

  /** Returns the newest of them, as many as a page has room for. */
  List<OrderRow> rows() {
    return open().items();
  }

  /** Returns those in a state, the newest first. */
  List<OrderRow> in(OrderState state) {
    return rows().stream().filter(row -> row.state() == state).toList();
  }

  /** Returns how many there are, also those a page has no room for. */
  long total() {
    return open().total();
  }

  /** Returns until when a promise is near. */
  Instant soon() {
    return clock.instant().plus(NEAR);
  }
}
