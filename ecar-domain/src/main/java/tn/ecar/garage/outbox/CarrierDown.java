package tn.ecar.garage.outbox;

import java.io.IOException;

/**
 * A carrier that cannot take any message now: nobody answers, or not in time. What was to be
 * carried is no worse than the rest; the rest of its channel waits for a later round.
 */
public final class CarrierDown extends IOException {
  private static final long serialVersionUID = 1L;

  public CarrierDown(String message, Throwable cause) {
    super(message, cause);
  }
}
