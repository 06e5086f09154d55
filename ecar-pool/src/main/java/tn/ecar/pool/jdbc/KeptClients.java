package tn.ecar.pool.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * The virtual clients of one login that a data source keeps, so that taking a handle costs no
 * login.
 *
 * <p>It is no gate: who finds none free gets a new one, and only the pool says no. A free one is
 * taken and given back by a single compare-and-set on the client itself, so the list is locked only
 * when it grows or shrinks. It shrinks when a client is not fit to be kept, has idled too long, or
 * must make room for somebody else (the pool asks for that).
 */
final class KeptClients {
  private static final int SEARCHES = 3;

  /** Where new virtual clients come from. */
  @FunctionalInterface
  interface Opener {
    InVmConnection open() throws SQLException;
  }

  private final Opener opener;

  /** Never changed in place: a search goes on over the array it has begun with. */
  private volatile KeptClient[] all = {};

  KeptClients(Opener opener) {
    this.opener = opener;
  }

  /** A handle on a virtual client that nobody else has. */
  Connection take() throws SQLException {
    // One given back behind the search, while those ahead were taken, is found the second time.
    for (int i = 0; i < SEARCHES; i++) {
      EcarConnection handle = search();
      if (handle != null) {
        return handle;
      }
    }
    KeptClient fresh = new KeptClient(this, opener.open());
    add(fresh);
    return fresh.born();
  }

  private EcarConnection search() {
    KeptClient[] some = all;
    int count = some.length;
    // Each thread begins at a place of its own: it then finds the client, and the client the
    // server, whose data its processor still has at hand.
    int at = count == 0 ? 0 : (int) (Thread.currentThread().getId() % count);
    for (int i = 0; i < count; i++) {
      EcarConnection handle = some[at].take();
      if (handle != null) {
        return handle;
      }
      at = at + 1 == count ? 0 : at + 1;
    }
    return null;
  }

  private synchronized void add(KeptClient fresh) {
    KeptClient[] more = Arrays.copyOf(all, all.length + 1);
    more[all.length] = fresh;
    all = more;
  }

  /** One is no longer kept. A second call changes nothing. */
  synchronized void remove(KeptClient gone) {
    all = Arrays.stream(all).filter(one -> one != gone).toArray(KeptClient[]::new);
  }

  boolean isEmpty() {
    return all.length == 0;
  }
}
