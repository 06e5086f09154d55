package tn.ecar.pool;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import tn.ecar.pool.config.PoolLimits;
import tn.ecar.pool.protocol.Refusal;

/**
 * How long clients may take: to run a query, to hold a transaction, to think inside one, to do
 * nothing at all. Whoever takes longer is sent away: what runs is cancelled on the server, the
 * transaction rolled back, and the client told which limit it was. Waiting for a server is the
 * waiting line's.
 */
final class ClientLimits {
  /** A client that only waits for its next user is worth its login for so long. */
  private static final long SPARE_FOR = Time.micros(Duration.ofMinutes(1));

  private final Engine engine;
  private final PoolLimits limits;

  ClientLimits(Engine engine, PoolLimits limits) {
    this.engine = engine;
    this.limits = limits;
  }

  void sweep(Collection<Client> clients, long now) {
    for (Client client : List.copyOf(clients)) {
      if (client.isExpired()) {
        insist(client, now);
      } else if (client.waiter() == null) {
        Refusal why = exceeded(client, now);
        if (why != null) {
          client.expire(why, now);
          engine.work(() -> client.door().expire(why));
        } else if (client.doing().idlesFor(now) >= SPARE_FOR && client.door().isSpare()) {
          engine.work(client.door()::giveUp);
        }
      }
    }
  }

  private Refusal exceeded(Client client, long now) {
    Doing doing = client.doing();
    if (client.replicates()) {
      // A stream is one query that is meant to last.
      return idlesTooLong(doing, now);
    }
    if (isOver(limits.queryTimeout(), doing.runsFor(now))) {
      return Refusal.of("query timeout");
    }
    if (isOver(limits.idleTransactionTimeout(), doing.thinksFor(now))) {
      return Refusal.of("idle transaction timeout");
    }
    if (isOver(limits.transactionTimeout(), doing.inTransactionFor(now))) {
      return Refusal.of("transaction timeout");
    }
    return idlesTooLong(doing, now);
  }

  private Refusal idlesTooLong(Doing doing, long now) {
    return isOver(limits.clientIdleTimeout(), doing.idlesFor(now))
        ? Refusal.of("client_idle_timeout")
        : null;
  }

  private static boolean isOver(Duration limit, long took) {
    return !limit.isZero() && took >= Time.micros(limit);
  }

  /** A server that does not even answer a cancel request must not keep its client for ever. */
  private void insist(Client client, long now) {
    if (now - client.expiredAt() >= Time.micros(engine.settings().cancelWait())) {
      client.expire(client.expiry(), now);
      Refusal why = client.expiry();
      engine.work(() -> client.door().dismiss(why));
    }
  }
}
