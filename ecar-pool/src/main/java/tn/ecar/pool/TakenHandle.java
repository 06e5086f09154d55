package tn.ecar.pool;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;

/**
 * A connection in the hands of an application, as {@link Leaks} watches it: from the moment it was
 * taken until it is given back, taken away, or found to be garbage.
 */
public final class TakenHandle extends PhantomReference<Object> {
  private final Leaks leaks;
  private final Leaks.Place place;
  private final long since;
  private final Runnable reclaim;

  /** Written by the sweep's thread alone. */
  private boolean reported;

  TakenHandle(
      Object handle,
      ReferenceQueue<Object> collected,
      Leaks leaks,
      Leaks.Place place,
      long since,
      Runnable reclaim) {
    super(handle, collected);
    this.leaks = leaks;
    this.place = place;
    this.since = since;
    this.reclaim = reclaim;
  }

  /** The application has closed it. */
  public void givenBack() {
    leaks.givenBack(this);
  }

  /** A container has taken it away from an application that never closed it. */
  public void takenAway() {
    leaks.takenAway(this);
  }

  Leaks.Place place() {
    return place;
  }

  long since() {
    return since;
  }

  Runnable reclaim() {
    return reclaim;
  }

  boolean isReported() {
    return reported;
  }

  void reported() {
    reported = true;
  }
}
