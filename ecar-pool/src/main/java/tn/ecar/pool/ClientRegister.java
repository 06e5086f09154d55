package tn.ecar.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.protocol.CancelKey;

/**
 * Who is logged in, over all pools, found by the key to cancel by. Its counts are guarded by the
 * engine's lock; any thread may look somebody up.
 */
final class ClientRegister {
  private final Engine engine;
  private final Map<CancelKey, Client> byKey = new ConcurrentHashMap<>();
  private int count;
  private int peak;

  ClientRegister(Engine engine) {
    this.engine = engine;
  }

  int count() {
    return count;
  }

  /** The most there were at one moment. */
  int peak() {
    return peak;
  }

  void enter(Client client) {
    client.pool().enter(client);
    byKey.put(client.key(), client);
    count++;
    peak = Math.max(peak, count);
  }

  /** Strikes a client out; a second call changes nothing. */
  void leave(Client client) {
    if (byKey.remove(client.key(), client)) {
      client.pool().leave(client);
      count--;
    }
  }

  /** The client whose cancel key this is, or null; also of a key that another pool passes on. */
  Client byKey(CancelKey key) {
    Client client = byKey.get(key);
    boolean alone = engine.configuration().integer(Setting.PEER_ID) == 0;
    return client != null || alone ? client : byKey.get(key.original());
  }

  /** Whether it has come through a door, and is not one by which the pool itself asks something. */
  boolean knows(Client client) {
    return byKey.get(client.key()) == client;
  }

  /** Everybody there is at the moment; a copy. */
  Collection<Client> all() {
    return new ArrayList<>(byKey.values());
  }

  /**
   * Makes a client leave that nobody uses, so that another may come in; whether one did. Without
   * the engine's lock.
   */
  boolean makeRoom() {
    for (Client client : all()) {
      if (client.door().isSpare() && client.door().giveUp()) {
        return true;
      }
    }
    return false;
  }
}
