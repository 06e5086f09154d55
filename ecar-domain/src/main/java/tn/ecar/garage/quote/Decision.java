package tn.ecar.garage.quote;

/** What the customer says to one line of a quote. */
public enum Decision {
  /** Nothing yet. */
  OPEN,
  /** To be done. */
  APPROVED,
  /** Not to be done. */
  DECLINED,
  /** Not now: it is offered again at the next visit. */
  DEFERRED
}
