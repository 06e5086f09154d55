package tn.ecar.pool.jdbc.xa;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import tn.ecar.pool.jdbc.VirtualConnection;

/**
 * A branch of a distributed transaction: what one transaction does in one pool.
 *
 * <p>It begins with {@code XAResource.start} and then holds nothing; the first statement takes a
 * virtual connection, and that one takes a server connection. Every resource of the pool that joins
 * shares it. It ends with commit, rollback or a prepare that finds nothing to do; after PREPARE
 * TRANSACTION the server connection is free and the branch is only a name, which any connection may
 * finish. A branch past its deadline, or failed by the transaction manager, is doomed: it can only
 * roll back.
 *
 * <p>A handle whose branch was ended by a stranger's thread stays with the branch until its owner
 * lets go: what the owner still runs must not fall into a connection that commits by itself.
 */
final class Branch {
  /** Where it is in its life. */
  enum State {
    ACTIVE,
    PREPARED,
    COMMITTING,
    /** Nobody knows how it ended; known until the transaction manager forgets it. */
    HEURISTIC,
    OVER
  }

  /** The deadline of a branch without a time limit. */
  static final long NEVER = Long.MAX_VALUE;

  private static final String LOST =
      "the server connection was lost before COMMIT: the transaction is rolled back";
  private static final String SENT_AWAY =
      "the pool had ended the transaction before COMMIT, by a limit or a command: it is rolled"
          + " back";

  private final BranchName name;
  private final Object keyOrNull;
  private final Work work;
  private final Set<XaSession> attached = new HashSet<>();
  private int associations;
  private int suspended;
  private State state = State.ACTIVE;
  private String doom;
  private int doomCode;

  /** In the microseconds of {@link tn.ecar.pool.Time}. */
  private long deadline = NEVER;

  private String transactionId;

  Branch(BranchName name, Work work, Object keyOrNull) {
    this.name = name;
    this.work = work;
    this.keyOrNull = keyOrNull;
  }

  BranchName name() {
    return name;
  }

  Work work() {
    return work;
  }

  /** The server's key of the transaction in which it began; null outside a server. */
  Object keyOrNull() {
    return keyOrNull;
  }

  synchronized State state() {
    return state;
  }

  /** PostgreSQL's number of the prepared transaction. */
  String transactionId() {
    return transactionId;
  }

  synchronized void limit(long until) {
    deadline = until;
  }

  synchronized void attach(XaSession session, int flags) throws XAException {
    if (state != State.ACTIVE) {
      throw XaFailure.of(XAException.XAER_PROTO, name + " is prepared or over: nobody can join it");
    }
    if (flags == XAResource.TMRESUME && suspended == 0) {
      throw XaFailure.of(XAException.XAER_PROTO, name + " is not suspended");
    }
    if (doom != null) {
      throw XaFailure.of(doomCode, doom);
    }
    if (flags == XAResource.TMRESUME) {
      suspended--;
    }
    associations++;
    attached.add(session);
  }

  /** Ends an association; the session stays attached when a stranger's thread ends it. */
  synchronized void end(XaSession session, int flags, boolean stays) throws XAException {
    boolean wasSuspended = !attached.contains(session) && suspended > 0;
    if (wasSuspended && flags != XAResource.TMSUSPEND) {
      suspended--;
    } else if (associations == 0 || !attached.contains(session)) {
      throw XaFailure.of(XAException.XAER_PROTO, name + " is not associated with this resource");
    } else {
      associations--;
      if (!stays) {
        attached.remove(session);
      }
    }
    if (flags == XAResource.TMSUSPEND) {
      suspended++;
    }
  }

  /** Makes it end in a rollback, from any thread, without waiting for what runs in it. */
  void doom(String reason, int code) {
    synchronized (this) {
      if (state != State.ACTIVE || doom != null) {
        return;
      }
      doom = reason;
      doomCode = code;
    }
    work.doom(reason);
  }

  void doomIfPast(long now, Duration late) {
    boolean past;
    synchronized (this) {
      past = now > deadline;
    }
    if (past) {
      doom(
          "the transaction's time limit passed: it is rolled back (looked at every "
              + late.toMillis()
              + " ms)",
          XAException.XA_RBTIMEOUT);
    }
  }

  /** First phase: XA_OK, or XA_RDONLY when there is nothing to commit and the branch is over. */
  int prepare() throws XAException {
    leaveActive(State.COMMITTING);
    if (work.virtualOrNull() == null) {
      over();
      return XAResource.XA_RDONLY;
    }
    rollBackIfDoomed();
    if (work.untouched()) {
      over();
      return XAResource.XA_RDONLY;
    }
    try {
      Connection connection = work.connection();
      try (Statement statement = connection.createStatement()) {
        transactionId = one(statement, "select pg_current_xact_id_if_assigned()");
        if (transactionId == null) {
          // It wrote nothing: a commit ends its snapshot and there is nothing to remember.
          connection.commit();
          over();
          return XAResource.XA_RDONLY;
        }
        statement.executeUpdate("PREPARE TRANSACTION '" + name.identifier() + "'");
      }
      become(State.PREPARED);
      work.finish();
      return XAResource.XA_OK;
    } catch (SQLException refused) {
      throw notPrepared(refused);
    }
  }

  private XAException notPrepared(SQLException refused) {
    if (gone() && transactionId == null) {
      over();
      return XaFailure.of(XAException.XA_RBROLLBACK, LOST, refused);
    }
    if (gone()) {
      // PREPARE TRANSACTION may have arrived: the name stays, rollback looks for it.
      become(State.PREPARED);
      work.finish();
      return XaFailure.of(
          XAException.XAER_RMFAIL, "the server was lost while " + name + " was prepared", refused);
    }
    rollBackQuietly();
    over();
    return XaFailure.of(
        XaFailure.rollbackCode(refused), "PostgreSQL refused to prepare " + name, refused);
  }

  /** The only phase of a transaction with one resource. */
  void commitOnePhase() throws XAException {
    leaveActive(State.COMMITTING);
    if (work.virtualOrNull() == null && doomed() == null) {
      over();
      return;
    }
    rollBackIfDoomed();
    try {
      work.connection().commit();
      over();
    } catch (SQLException refused) {
      boolean unknown = gone();
      over();
      if (unknown) {
        become(State.HEURISTIC);
        throw XaFailure.of(
            XAException.XA_HEURHAZ,
            "the server was lost during COMMIT of " + name + ": whether it counts is unknown",
            refused);
      }
      throw XaFailure.of(
          XaFailure.rollbackCode(refused), "PostgreSQL refused to commit " + name, refused);
    }
  }

  private void rollBackIfDoomed() throws XAException {
    String reason = doomed();
    int code = doomCode;
    if (reason == null && (gone() || work.sentAway())) {
      // The driver learns that it was sent away only when it asks: COMMIT would go unheard.
      reason = gone() ? LOST : SENT_AWAY;
      // Not XA_RBCOMMFAIL: Payara takes it for a passing failure and waits a minute to try again.
      code = XAException.XA_RBROLLBACK;
    }
    if (reason != null) {
      if (!attached()) {
        rollBackQuietly();
      }
      over();
      throw XaFailure.of(code, reason);
    }
  }

  private synchronized String doomed() {
    return doom;
  }

  /**
   * Rolls back. While a handle is still attached its owner may be inside the driver, whose lock
   * this thread must not wait for: then the pool itself ends the transaction.
   */
  void rollback() throws XAException {
    if (attached()) {
      doom("the transaction was rolled back by its transaction manager", XAException.XA_RBROLLBACK);
      over();
      return;
    }
    leaveActive(State.COMMITTING);
    rollBackQuietly();
    over();
  }

  /** A rollback that cannot be sent is one all the same: its server connection is closed. */
  private void rollBackQuietly() {
    try {
      work.rollback();
    } catch (SQLException broken) {
      VirtualConnection virtual = work.virtualOrNull();
      if (virtual != null) {
        virtual.abort("ROLLBACK failed: " + broken.getMessage());
      }
    }
  }

  private boolean gone() {
    try {
      return work.lost();
    } catch (SQLException unknown) {
      return true;
    }
  }

  private synchronized boolean attached() {
    return !attached.isEmpty();
  }

  private synchronized void leaveActive(State next) throws XAException {
    if (state != State.ACTIVE || associations > 0) {
      throw XaFailure.of(
          XAException.XAER_PROTO, name + " is still associated, or already on its way");
    }
    state = next;
  }

  private synchronized void become(State next) {
    state = next;
  }

  void over() {
    boolean left;
    synchronized (this) {
      state = State.OVER;
      left = !attached.isEmpty();
    }
    if (left) {
      work.refuse("the transaction of this handle is over: close the handle");
    } else {
      work.finish();
    }
  }

  /** The owner of a handle lets go of a branch that a stranger's thread ended. */
  void release(XaSession session) {
    boolean last;
    synchronized (this) {
      attached.remove(session);
      last = attached.isEmpty() && state == State.OVER;
    }
    if (last) {
      rollBackQuietly();
      work.finish();
    }
  }

  private static String one(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }
}
