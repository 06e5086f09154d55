package tn.ecar.pool.jdbc.xa;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.PGConnection;
import tn.ecar.pool.Time;
import tn.ecar.pool.jdbc.VirtualConnection;

/**
 * The virtual connections of one login that nobody uses at the moment, kept because a login and the
 * driver's statement cache are worth keeping.
 *
 * <p>It is not a gate: who asks when none is idle gets a new one, and only the pool's {@code
 * max_client_conn} says no. A virtual connection comes back only as it was born: outside a
 * transaction, without a server connection, with the session's parameters unchanged. Any other is
 * closed. One that stayed idle for half a minute is closed too, so that idle ones do not use up the
 * clients that the pool admits.
 */
final class VirtualConnections implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(VirtualConnections.class.getName());
  private static final Duration IDLE_FOR = Duration.ofSeconds(30);

  private final Opener opener;
  private final Time time;
  private final Deque<Idle> idle = new ArrayDeque<>();
  private boolean closed;

  VirtualConnections(Opener opener, Time time) {
    this.opener = opener;
    this.time = time;
  }

  /** One taken out, with what its session's parameters were when it was born. */
  record Taken(VirtualConnection virtual, Map<String, String> born) {}

  private record Idle(Taken taken, long since) {}

  Taken take(boolean autoCommit) throws SQLException {
    Taken taken = nextIdle();
    if (taken == null) {
      VirtualConnection fresh = opener.open();
      taken = new Taken(fresh, parameters(fresh.connection()));
    }
    taken.virtual().takenHere();
    taken.virtual().connection().setAutoCommit(autoCommit);
    return taken;
  }

  /** One that is still welcome: while it lay idle the pool may have sent it away. */
  private Taken nextIdle() throws SQLException {
    for (Taken taken = pop(); taken != null; taken = pop()) {
      VirtualConnection virtual = taken.virtual();
      if (!virtual.isOver() && !virtual.doomed() && !virtual.connection().isClosed()) {
        return taken;
      }
      close(virtual);
    }
    return null;
  }

  private Taken pop() {
    synchronized (idle) {
      Idle next = idle.poll();
      return next == null ? null : next.taken();
    }
  }

  /** Takes one back; closes it unless it is as it was born. Never throws: the work is done. */
  void give(Taken taken) {
    VirtualConnection virtual = taken.virtual();
    try {
      if (asBorn(taken)) {
        virtual.connection().setAutoCommit(true);
        virtual.connection().clearWarnings();
        synchronized (idle) {
          if (!closed) {
            idle.push(new Idle(taken, time.micros()));
            return;
          }
        }
      }
    } catch (SQLException unfit) {
      LOG.log(Level.FINE, "a virtual connection is not kept", unfit);
    }
    close(virtual);
  }

  private static boolean asBorn(Taken taken) throws SQLException {
    VirtualConnection virtual = taken.virtual();
    Connection connection = virtual.connection();
    return !connection.isClosed()
        && !virtual.doomed()
        && virtual.transactionStatus() == 'I'
        && virtual.isAtRest()
        && parameters(connection).equals(taken.born());
  }

  private static Map<String, String> parameters(Connection connection) throws SQLException {
    return Map.copyOf(connection.unwrap(PGConnection.class).getParameterStatuses());
  }

  /** Closes those idle for too long. */
  void sweep() {
    long limit = time.micros() - Time.micros(IDLE_FOR);
    List<Idle> old = new ArrayList<>();
    synchronized (idle) {
      while (!idle.isEmpty() && idle.peekLast().since() < limit) {
        old.add(idle.pollLast());
      }
    }
    old.forEach(one -> close(one.taken().virtual()));
  }

  static void close(VirtualConnection virtual) {
    try {
      virtual.close();
    } catch (SQLException broken) {
      LOG.log(Level.FINE, "a virtual connection broke while it was closed", broken);
      virtual.abort("it broke while it was closed: " + broken.getMessage());
    }
  }

  @Override
  public void close() {
    List<Idle> all;
    synchronized (idle) {
      closed = true;
      all = new ArrayList<>(idle);
      idle.clear();
    }
    all.forEach(one -> close(one.taken().virtual()));
  }

  /** Where new virtual connections come from. */
  @FunctionalInterface
  interface Opener {
    VirtualConnection open() throws SQLException;
  }
}
