package tn.ecar.pool.wire;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Who is at the door: from the moment a client is accepted until it has left. Any thread. */
final class WireClients {
  private final Set<WireClient> here = ConcurrentHashMap.newKeySet();
  private final AtomicInteger arriving = new AtomicInteger();

  /** Somebody has been accepted. */
  void comes(WireClient client) {
    here.add(client);
    arriving.incrementAndGet();
  }

  /** Somebody's login has ended, one way or the other. */
  void hasArrived() {
    arriving.decrementAndGet();
  }

  /** Somebody is gone. */
  void leaves(WireClient client) {
    here.remove(client);
  }

  /** How many have not logged in yet. */
  int arriving() {
    return arriving.get();
  }

  /** Drops everybody, soon. */
  void dropAll() {
    here.forEach(client -> client.ownThread().execute(client::drop));
  }
}
