package tn.ecar.web.pages;

import java.io.Serializable;

/**
 * Lets what a page does be done once. A double click sends the same form of the same page twice:
 * the second waits for the first and is led to where that one led, and nothing is paid, moved or
 * opened twice. What was refused may be sent again.
 */
final class Once implements Serializable {
  private static final long serialVersionUID = 1L;

  private String way;

  /** What is done; it may fail as {@code E} says. */
  @FunctionalInterface
  interface Deed<E extends Exception> {
    /** Does it and returns the page that shows it; null when it was refused. */
    String way() throws E;
  }

  /** Does it, unless it was done from this page before, which is said then. */
  synchronized <E extends Exception> String lead(Wording wording, Deed<E> deed) throws E {
    if (way == null) {
      way = deed.way();
    } else {
      wording.tell("sent.twice");
    }
    return way;
  }
}
