package tn.ecar.pool.jdbc.xa;

import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import tn.ecar.pool.jdbc.VirtualConnection;

/**
 * One stretch of work on one virtual connection: a transaction branch, a local transaction, or what
 * a handle does outside any transaction.
 *
 * <p>It takes its virtual connection with the first call that needs one and gives it back when it
 * is over; its statements end with it, since the next stretch runs elsewhere. A virtual connection
 * that died stays with its work, so that a lost transaction stays lost.
 *
 * <p>Its own monitor guards it, and is never held while the driver or a login may have to wait: the
 * thread of the time limits needs it.
 */
final class Work {
  private static final Logger LOG = Logger.getLogger(Work.class.getName());

  private final VirtualConnections source;
  private final boolean autoCommit;
  private final List<Opened> statements = new ArrayList<>();
  private int pruneAt = 64;
  private VirtualConnections.Taken taken;
  private boolean altered;
  private String over;

  Work(VirtualConnections source, boolean autoCommit) {
    this.source = source;
    this.autoCommit = autoCommit;
  }

  private record Opened(Object by, WeakReference<Statement> statement) {}

  /** The driver's connection for this work. */
  Connection connection() throws SQLException {
    VirtualConnections.Taken present = takenOrNull();
    if (present == null) {
      VirtualConnections.Taken fresh = source.take(autoCommit);
      if (!keeps(fresh)) {
        source.give(fresh);
      }
      present = takenOrNull();
    }
    return present.virtual().connection();
  }

  /** False when it is over by now, or another thread came first. */
  private synchronized boolean keeps(VirtualConnections.Taken fresh) {
    boolean wanted = taken == null && over == null;
    if (wanted) {
      taken = fresh;
    }
    return wanted;
  }

  /** What it has taken; null before its first call, refused when it is over. */
  private synchronized VirtualConnections.Taken takenOrNull() throws SQLException {
    if (over != null) {
      throw new SQLException(over, "25P02");
    }
    return taken;
  }

  /** Its virtual connection, or null when nothing was asked of it yet. */
  synchronized VirtualConnection virtualOrNull() {
    return taken == null ? null : taken.virtual();
  }

  /** Whether a transaction is under way on the server. */
  boolean untouched() {
    VirtualConnection virtual = virtualOrNull();
    return virtual == null || virtual.transactionStatus() == 'I';
  }

  /** Whether its virtual connection died. */
  boolean lost() throws SQLException {
    VirtualConnection virtual = virtualOrNull();
    return virtual != null && virtual.connection().isClosed();
  }

  /** Whether the pool has sent its virtual connection away, which the driver need not know yet. */
  boolean sentAway() {
    VirtualConnection virtual = virtualOrNull();
    return virtual != null && virtual.isOver();
  }

  /** Somebody changed the session itself: nobody else shall have it. */
  synchronized void alter() {
    altered = true;
  }

  synchronized void opened(Object by, Statement statement) throws SQLException {
    if (statements.size() >= pruneAt) {
      prune();
    }
    statements.add(new Opened(by, new WeakReference<>(statement)));
  }

  private void prune() throws SQLException {
    List<Opened> open = new ArrayList<>();
    for (Opened one : statements) {
      Statement statement = one.statement().get();
      if (statement != null && !statement.isClosed()) {
        open.add(one);
      }
    }
    statements.clear();
    statements.addAll(open);
    pruneAt = Math.max(64, 2 * open.size());
  }

  /** Closes what this handle opened. */
  void closeStatements(Object by) {
    List<Opened> own = new ArrayList<>();
    synchronized (this) {
      statements.removeIf(one -> one.by() == by && own.add(one));
    }
    own.forEach(one -> close(one.statement().get()));
  }

  private static void close(Statement statement) {
    if (statement == null) {
      return;
    }
    try {
      statement.close();
    } catch (SQLException alreadyGone) {
      LOG.log(Level.FINE, "a statement's connection went before it", alreadyGone);
    }
  }

  /** Rolls back, ending a doom too. */
  void rollback() throws SQLException {
    VirtualConnection virtual = virtualOrNull();
    if (virtual == null || virtual.connection().isClosed()) {
      return;
    }
    if (!virtual.connection().getAutoCommit()) {
      virtual.connection().rollback();
    }
    if (virtual.doomed()) {
      virtual.pardon();
    }
  }

  /** Refuses every later call with this sentence; the virtual connection stays for its owner. */
  synchronized void refuse(String sentence) {
    if (over == null) {
      over = sentence;
    }
  }

  /**
   * Makes it end in a rollback. Its virtual connection is not given back meanwhile: it would be the
   * next one's work that is rolled back.
   */
  synchronized void doom(String reason) {
    refuse(reason);
    if (taken != null) {
      taken.virtual().doom(reason);
    }
  }

  /** The work is over: its statements are closed, its virtual connection goes back. */
  void finish() {
    List<Opened> open;
    VirtualConnections.Taken ending;
    boolean unfit;
    synchronized (this) {
      refuse("the transaction that this handle worked in is over");
      open = List.copyOf(statements);
      statements.clear();
      ending = taken;
      taken = null;
      unfit = altered;
    }
    open.forEach(one -> close(one.statement().get()));
    if (ending == null) {
      return;
    }
    if (unfit) {
      VirtualConnections.close(ending.virtual());
    } else {
      source.give(ending);
    }
  }
}
