package tn.ecar.garage.outbox;

import java.io.IOException;
import java.util.List;

/**
 * What takes a message to who is told: a mail server, a gateway, or the directory that one reads.
 */
@FunctionalInterface
public interface MessageCarrier {
  /**
   * Hands a message over. The same one may come again when it was not known whether it had arrived;
   * its identity stays the same.
   *
   * @param files what goes with a mail; empty for a message to a phone
   * @throws IOException if it could not be handed over; it is tried again later
   */
  void carry(Message message, List<MailFile> files) throws IOException;
}
