package tn.ecar.pool.wire;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Who is at the door: from the moment a client is accepted until it has left. Any thread. */
final class WireClients {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

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

  /** Drops everybody; returns when they have left, or when so much time is over. */
  void dropAll(long millis) {
    List<WireClient> all = List.copyOf(here);
    CountDownLatch left = new CountDownLatch(all.size());
    all.forEach(
        client ->
            client
                .ownThread()
                .execute(
                    () -> {
                      try {
                        client.drop();
                      } finally {
                        left.countDown();
                      }
                    }));
    try {
      if (!left.await(millis, TimeUnit.MILLISECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "{0} clients do not leave", left.getCount());
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
