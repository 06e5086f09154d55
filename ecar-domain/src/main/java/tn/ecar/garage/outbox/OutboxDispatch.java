package tn.ecar.garage.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import tn.ecar.garage.persistence.Transactions;

/**
 * Sends what waits: each message is taken in one transaction, carried outside of any, and noted in
 * another one. A program that dies in between sends it again later; nothing is lost. A carrier that
 * does not answer is left alone for the rest of the round, so that one slow server costs one
 * timeout and not five hundred, and the other channel goes on.
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
   * @param carriers by the channel they serve; what goes another way waits
   * @param stop asked before each message
   */
  public Round round(Map<Message.Channel, MessageCarrier> carriers, BooleanSupplier stop) {
    int expired = transactions.inOne(outbox::expire);
    Map<Message.Channel, MessageCarrier> up = new EnumMap<>(Message.Channel.class);
    up.putAll(carriers);
    Set<Message.Channel> down = EnumSet.noneOf(Message.Channel.class);
    int carried = 0;
    int failed = 0;
    for (int i = 0; i < A_ROUND && !up.isEmpty() && !stop.getAsBoolean(); i++) {
      Set<Message.Channel> channels = Set.copyOf(up.keySet());
      Optional<Outgoing> taken = transactions.inOne(() -> take(channels));
      if (taken.isEmpty()) {
        break;
      }
      Message.Channel channel = taken.get().message().getChannel();
      Optional<IOException> failure = carry(up.get(channel), taken.get());
      if (failure.isEmpty()) {
        carried++;
        continue;
      }
      failed++;
      if (failure.get() instanceof CarrierDown) {
        up.remove(channel);
        down.add(channel);
      }
    }
    return new Round(carried, failed, expired, down);
  }

  private Optional<Outgoing> take(Set<Message.Channel> channels) {
    return outbox
        .take(channels)
        .map(message -> new Outgoing(message, outbox.files(message.getId())));
  }

  private Optional<IOException> carry(MessageCarrier carrier, Outgoing outgoing) {
    long id = outgoing.message().getId();
    try {
      carrier.carry(outgoing.message(), outgoing.files());
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Message {0} could not be handed over: {1}", id, e.toString());
      return transactions.inOne(
          () -> {
            outbox.failed(id, e.toString());
            return Optional.of(e);
          });
    }
    return transactions.inOne(
        () -> {
          outbox.sent(id);
          return Optional.empty();
        });
  }

  private record Outgoing(Message message, List<MailFile> files) {}
}
