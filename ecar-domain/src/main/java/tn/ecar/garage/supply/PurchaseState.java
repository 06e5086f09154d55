package tn.ecar.garage.supply;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Where a purchase order stands. The table of what follows what stands here and nowhere else;
 * {@code RECEIVED} is reached by the receipt of the last goods, never by hand.
 */
public enum PurchaseState {
  /** Being written; its lines change. */
  DRAFT,
  /** With the supplier; goods come in, in one part or several. */
  ORDERED,
  /** All of it came. */
  RECEIVED,
  /** What is missing will not come any more. */
  CLOSED,
  /** Never sent, or called back before anything came. */
  CANCELLED;

  private static final Map<PurchaseState, Set<PurchaseState>> TABLE =
      Map.of(
          DRAFT, EnumSet.of(ORDERED, CANCELLED),
          ORDERED, EnumSet.of(RECEIVED, CLOSED, CANCELLED),
          RECEIVED, EnumSet.noneOf(PurchaseState.class),
          CLOSED, EnumSet.noneOf(PurchaseState.class),
          CANCELLED, EnumSet.noneOf(PurchaseState.class));

  /** Returns true if this state may be followed by that one. */
  public boolean mayBecome(PurchaseState to) {
    return TABLE.get(this).contains(to);
  }

  /** Returns the states that may follow this one; empty at the end of the road. */
  public Set<PurchaseState> next() {
    return EnumSet.copyOf(TABLE.get(this));
  }
}
