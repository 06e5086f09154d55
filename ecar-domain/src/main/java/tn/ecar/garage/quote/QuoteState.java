package tn.ecar.garage.quote;

/** Where a quote stands. Whether its days are over is told by its date, not by a state. */
public enum QuoteState {
  /** Being written. */
  DRAFT,
  /** The customer has the link. */
  SENT,
  /** Each line is decided. */
  ANSWERED,
  /** The approved lines stand in a work order. */
  ORDERED,
  /** Taken back by the garage. */
  WITHDRAWN
}
