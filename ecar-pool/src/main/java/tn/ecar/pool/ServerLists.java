package tn.ecar.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Where every server connection of a pool is: in exactly one list, the one of its state. Here and
 * nowhere else a server changes its state. Guarded by the engine's lock.
 */
final class ServerLists {
  private final ArrayDeque<Server> idle = new ArrayDeque<>();
  private final ArrayDeque<Server> used = new ArrayDeque<>();
  private final Map<Server.State, Collection<Server>> lists = new EnumMap<>(Server.State.class);

  ServerLists() {
    for (Server.State state : Server.State.values()) {
      lists.put(state, new ArrayList<>());
    }
    lists.remove(Server.State.CLOSED);
    lists.put(Server.State.IDLE, idle);
    lists.put(Server.State.USED, used);
  }

  /** A server that has just logged in; nobody may have it yet. */
  void enter(Server server) {
    lists.get(server.state()).add(server);
  }

  /** Puts a server elsewhere; with {@link Server.State#CLOSED} it is gone from every list. */
  void move(Server server, Server.State to, Client owner) {
    Collection<Server> from = lists.get(server.state());
    if (from == null || !from.remove(server)) {
      throw new IllegalStateException(
          "server " + server.id() + " is not where " + server.state() + " servers are");
    }
    server.becomes(to, owner);
    if (to != Server.State.CLOSED) {
      lists.get(to).add(server);
    }
  }

  /**
   * The free server that is to be used next; it stays where it is. Of several the client gets the
   * one that it used last, or else one that came last from its own event loop, or from a thread as
   * it is one: that needs no change of hands.
   *
   * @return null when none is free
   */
  Server nextFree(boolean roundRobin, Client client) {
    if (roundRobin) {
      return idle.isEmpty() ? used.peekFirst() : idle.peekFirst();
    }
    // Of the client's own pool, as all that it ever had: idle servers of that are in this list.
    Server last = client.lastServer();
    if (last != null && last.state() == Server.State.IDLE && last.loop() == client.loop()) {
      return last;
    }
    for (Iterator<Server> newest = idle.descendingIterator(); newest.hasNext(); ) {
      Server server = newest.next();
      if (server.loop() == client.loop()) {
        return server;
      }
    }
    return idle.isEmpty() ? used.peekLast() : idle.peekLast();
  }

  boolean hasFree() {
    return !idle.isEmpty() || !used.isEmpty();
  }

  /** The free server that has been unused for longest, or null. */
  Server oldestFree() {
    Server oldest = used.peekFirst();
    Server other = idle.peekFirst();
    if (oldest == null || (other != null && other.freeSince() < oldest.freeSince())) {
      return other;
    }
    return oldest;
  }

  /** Idle servers become used ones when nobody had them since that moment. */
  void age(long unusedSince) {
    while (!idle.isEmpty() && idle.peekFirst().freeSince() < unusedSince) {
      move(idle.peekFirst(), Server.State.USED, null);
    }
  }

  /** Those that nobody has. */
  List<Server> free() {
    List<Server> free = new ArrayList<>(used);
    free.addAll(idle);
    return free;
  }

  /** Every server. */
  List<Server> all() {
    List<Server> all = new ArrayList<>();
    lists.values().forEach(all::addAll);
    return all;
  }

  /** Those in clients' hands; a view. */
  Collection<Server> active() {
    return Collections.unmodifiableCollection(lists.get(Server.State.ACTIVE));
  }

  int count(Server.State state) {
    return lists.get(state).size();
  }

  int count() {
    int count = 0;
    for (Collection<Server> list : lists.values()) {
      count += list.size();
    }
    return count;
  }

  /** Whether no server is in a client's or the pool's own hands. */
  boolean areQuiet() {
    return count() == idle.size() + used.size();
  }
}
