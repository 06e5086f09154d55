package tn.ecar.garage.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import tn.ecar.garage.persistence.Transactions;

/**
 * Sends what waits: each message is taken in one transaction, carried outside of any, and noted in
 * another one. A program that dies in between sends it again later; nothing is lost.
 */
@ApplicationScoped
public class OutboxDispatch {
  private static final Logger LOG = System.getLogger(OutboxDispatch.class.getName());
  private static final int A_ROUND = 500;

  private final Transactions transactions;
  private final Outbox outbox;

  @Inject
  public OutboxDispatch(Transactions transactions, Outbox outbox) {
    this.transactions = transactions;
    this.outbox = outbox;
  }

  /** For the container's client proxy. */
  protected OutboxDispatch() {
    this(null, null);
  }

  /**
   * Sends what waits, five hundred at most.
   *
   * @return how many were handed over
   */
  public int round(MessageCarrier carrier) {
    transactions.inOne(outbox::expire);
    int carried = 0;
    for (int i = 0; i < A_ROUND; i++) {
      Optional<Message> taken = transactions.inOne(outbox::take);
      if (taken.isEmpty()) {
        break;
      }
      carried += carry(carrier, taken.get()) ? 1 : 0;
    }
    return carried;
  }

  private boolean carry(MessageCarrier carrier, Message message) {
    long id = message.getId();
    try {
      carrier.carry(message);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Message {0} could not be handed over: {1}", id, e.toString());
      return transactions.inOne(
          () -> {
            outbox.failed(id, e.toString());
            return false;
          });
    }
    return transactions.inOne(
        () -> {
          outbox.sent(id);
          return true;
        });
  }
}
