package tn.ecar.garage.order;

import static java.util.Map.entry;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where a work order stands. The table of what follows what stands here and nowhere else. */
public enum OrderState {
  DRAFT,
  ESTIMATED,
  APPROVED,
  IN_PROGRESS,
  WAITING_PARTS,
  WAITING_APPROVAL,
  QUALITY_CHECK,
  READY,
  DELIVERED,
  CANCELLED;

  /** What a step asks of the person who takes it. */
  private enum Asks {
    NOTHING,
    REASON
  }

  private static final Map<OrderState, Map<OrderState, Asks>> TABLE =
      Map.ofEntries(
          // From a draft an approval is by word of mouth: the reason says who agreed, and when.
          entry(
              DRAFT,
              Map.of(ESTIMATED, Asks.NOTHING, APPROVED, Asks.REASON, CANCELLED, Asks.NOTHING)),
          entry(
              ESTIMATED,
              Map.of(APPROVED, Asks.NOTHING, DRAFT, Asks.NOTHING, CANCELLED, Asks.NOTHING)),
          entry(APPROVED, Map.of(IN_PROGRESS, Asks.NOTHING, CANCELLED, Asks.NOTHING)),
          entry(
              IN_PROGRESS,
              Map.of(
                  WAITING_PARTS, Asks.NOTHING,
                  WAITING_APPROVAL, Asks.NOTHING,
                  QUALITY_CHECK, Asks.NOTHING,
                  CANCELLED, Asks.REASON)),
          entry(WAITING_PARTS, Map.of(IN_PROGRESS, Asks.NOTHING, CANCELLED, Asks.REASON)),
          entry(WAITING_APPROVAL, Map.of(IN_PROGRESS, Asks.NOTHING, CANCELLED, Asks.REASON)),
          entry(QUALITY_CHECK, Map.of(READY, Asks.NOTHING, IN_PROGRESS, Asks.REASON)),
          entry(READY, Map.of(DELIVERED, Asks.NOTHING, IN_PROGRESS, Asks.REASON)),
          entry(DELIVERED, Map.of()),
          entry(CANCELLED, Map.of()));

  private static final Set<OrderState> CHANGEABLE =
      EnumSet.of(DRAFT, IN_PROGRESS, WAITING_PARTS, WAITING_APPROVAL);
  private static final Set<OrderState> INVOICEABLE = EnumSet.of(READY, DELIVERED);

  /**
   * Returns the states that may follow this one, in their natural order; empty at the end of the
   * road.
   */
  public Set<OrderState> next() {
    Set<OrderState> following = TABLE.get(this).keySet();
    return following.isEmpty() ? EnumSet.noneOf(OrderState.class) : EnumSet.copyOf(following);
  }

  /** Returns true if this state may be followed by that one. */
  public boolean mayBecome(OrderState to) {
    return TABLE.get(this).containsKey(to);
  }

  /** Returns true if the step to that state needs a reason: why, who agreed, or what failed. */
  public boolean needsReason(OrderState to) {
    return TABLE.get(this).get(to) == Asks.REASON;
  }

  /** Returns true if lines may be added and removed: a draft, or work under way. */
  public boolean linesMayChange() {
    return CHANGEABLE.contains(this);
  }

  /** Returns true if the invoice may be issued: the work is done. */
  public boolean mayBeInvoiced() {
    return INVOICEABLE.contains(this);
  }

  /** Returns the states a customer is told of: no draft, and nothing that was cancelled. */
  public static Set<OrderState> toldToCustomers() {
    return EnumSet.complementOf(EnumSet.of(DRAFT, CANCELLED));
  }

  /** Returns true while there is something left to do. */
  public boolean isOpen() {
    return !TABLE.get(this).isEmpty();
  }
}
