package tn.ecar.garage.outbox;

import java.io.IOException;

/** What takes a message to the customer: a gateway, or the directory that a gateway reads. */
@FunctionalInterface
public interface MessageCarrier {
  /**
   * Hands a message over. The same one may come again when it was not known whether it had arrived;
   * its identity stays the same.
   *
   * @throws IOException if it could not be handed over; it is tried again later
   */
  void carry(Message message) throws IOException;
}
