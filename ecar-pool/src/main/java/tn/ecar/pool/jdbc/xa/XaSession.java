package tn.ecar.pool.jdbc.xa;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * What a connection of a container's pool is to ECAR: a place from which handles are given out, and
 * the XAResource that says which work they do. It holds nothing of its own between two uses.
 *
 * <p>Its work is the branch that a transaction manager started on it, or a local transaction, or
 * else whatever a handle does outside any transaction, with the driver's own autocommit. Between
 * the end of a branch's work here and that of the transaction, a handle still open stays with the
 * branch: it would commit by itself what the transaction may yet roll back.
 */
public final class XaSession implements XAResource, AutoCloseable {
  private static final String OTHER_TRANSACTION =
      "this connection was opened in another transaction than the one that runs now;"
          + " open a connection of its own inside the new transaction";

  private final Branches branches;
  private final TransactionContext context;
  private final Consumer<Connection> onClose;
  private final Set<ConnectionHandle> handles = ConcurrentHashMap.newKeySet();
  private volatile Branch branch;

  /** The branch that ended here last, under handles still open; null when there is none. */
  private volatile Branch endedBranch;

  private volatile Work local;
  private volatile Work outside;
  private Thread starter;
  private boolean leftByStranger;
  private int timeoutSeconds;

  /**
   * @param onClose told of each handle that its user closes
   */
  XaSession(Branches branches, TransactionContext context, Consumer<Connection> onClose) {
    this.branches = branches;
    this.context = context;
    this.onClose = onClose;
  }

  /** A new handle for an application. */
  public Connection handle() {
    ConnectionHandle handle = new ConnectionHandle(this);
    handle.watched(branches.watch(handle));
    handles.add(handle);
    return handle.connection();
  }

  /** Makes a handle of another session one of this. */
  public void adopt(Connection handle) {
    ConnectionHandle moved = ConnectionHandle.of(handle);
    XaSession before = moved.session();
    before.handles.remove(moved);
    before.forgetIfUnused();
    moved.move(this);
    handles.add(moved);
  }

  void closed(ConnectionHandle handle) {
    handles.remove(handle);
    Branch ended = endedBranch;
    if (ended != null) {
      ended.work().closeStatements(handle);
    }
    forgetIfUnused();
    Work now = currentOrNull();
    if (now != null) {
      now.closeStatements(handle);
    }
    if (handles.isEmpty()) {
      leave();
    }
    onClose.accept(handle.connection());
  }

  private void forgetIfUnused() {
    if (handles.isEmpty()) {
      endedBranch = null;
    }
  }

  /** Whether a transaction manager, or a container's local transaction, decides about commit. */
  boolean managed() {
    Branch ended = endedBranch;
    return branch != null
        || local != null
        || (ended != null && isUnfinished(ended, context.keyOrNull()));
  }

  /** Whether the transaction of this key goes on, and only its branch here has ended. */
  private static boolean isUnfinished(Branch ended, Object key) {
    return key != null && key.equals(ended.keyOrNull()) && ended.state() == Branch.State.ACTIVE;
  }

  /** The work that a handle's call belongs to, refused when it is another transaction's. */
  Work work() throws SQLException {
    Branch present = branch;
    if (present != null) {
      Object key = present.keyOrNull();
      if (key != null && !key.equals(context.keyOrNull()) && !leftByStranger()) {
        throw new SQLException(OTHER_TRANSACTION, "25000");
      }
      return present.work();
    }
    Work now = local != null ? local : endedWork();
    if (now == null) {
      now = outside;
    }
    if (now == null) {
      now = branches.outside(true);
      outside = now;
    }
    return now;
  }

  /** The work of the branch that has ended here in this thread's transaction; null without one. */
  private Work endedWork() throws SQLException {
    Branch ended = endedBranch;
    if (ended == null || ended.keyOrNull() == null) {
      return null;
    }
    Object key = context.keyOrNull();
    if (key != null && !key.equals(ended.keyOrNull())) {
      throw new SQLException(OTHER_TRANSACTION, "25000");
    }
    return isUnfinished(ended, key) ? ended.work() : null;
  }

  private Work currentOrNull() {
    Branch present = branch;
    if (present != null) {
      return present.work();
    }
    return local != null ? local : outside;
  }

  private synchronized boolean leftByStranger() {
    return leftByStranger;
  }

  /**
   * Ends what runs outside the transaction manager's sight; a transaction open there rolls back.
   */
  private void leave() {
    leaveStrangersBranch();
    Work ended = outside;
    outside = null;
    if (ended != null) {
      rollBack(ended);
    }
  }

  private static void rollBack(Work work) {
    try {
      work.rollback();
    } catch (SQLException broken) {
      work.alter();
    }
    work.finish();
  }

  private synchronized void leaveStrangersBranch() {
    if (leftByStranger) {
      leftByStranger = false;
      Branch left = branch;
      branch = null;
      left.release(this);
    }
  }

  @Override
  public void start(Xid xid, int flags) throws XAException {
    if (flags != TMNOFLAGS && flags != TMJOIN && flags != TMRESUME) {
      throw XaFailure.of(XAException.XAER_INVAL, "start does not know the flags " + flags);
    }
    leaveStrangersBranch();
    if (branch != null || local != null) {
      throw XaFailure.of(XAException.XAER_PROTO, "this resource already works in a transaction");
    }
    Work before = outside;
    if (before != null && !before.untouched()) {
      throw XaFailure.of(
          XAException.XAER_OUTSIDE, "this connection has an open transaction of its own");
    }
    Object key = context.keyOrNull();
    Branch started = branches.start(xid, flags, this, key, limit(key));
    synchronized (this) {
      starter = Thread.currentThread();
      branch = started;
      endedBranch = null;
    }
    leaveOutside(before);
  }

  private void leaveOutside(Work before) {
    outside = null;
    if (before != null) {
      before.finish();
    }
  }

  private Optional<Duration> limit(Object key) {
    if (timeoutSeconds > 0) {
      return Optional.of(Duration.ofSeconds(timeoutSeconds));
    }
    return key == null ? Optional.empty() : context.remaining(key);
  }

  @Override
  public void end(Xid xid, int flags) throws XAException {
    if (flags != TMSUCCESS && flags != TMFAIL && flags != TMSUSPEND) {
      throw XaFailure.of(XAException.XAER_INVAL, "end does not know the flags " + flags);
    }
    Branch ended = branches.known(xid);
    if (flags == TMFAIL) {
      ended.doom("the transaction manager failed the transaction", XAException.XA_RBROLLBACK);
    }
    synchronized (this) {
      boolean mine = branch == ended;
      boolean stranger = mine && starter != Thread.currentThread() && !handles.isEmpty();
      ended.end(this, flags, stranger);
      if (stranger) {
        leftByStranger = true;
      } else if (mine) {
        branch = null;
        endedBranch = handles.isEmpty() ? null : ended;
      }
    }
  }

  @Override
  public int prepare(Xid xid) throws XAException {
    return branches.prepare(xid);
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    branches.commit(xid, onePhase);
  }

  @Override
  public void rollback(Xid xid) throws XAException {
    branches.rollback(xid);
  }

  @Override
  public void forget(Xid xid) throws XAException {
    branches.forget(xid);
  }

  @Override
  public Xid[] recover(int flag) throws XAException {
    if ((flag & TMSTARTRSCAN) == 0) {
      return new Xid[0];
    }
    return branches.recover().toArray(new Xid[0]);
  }

  @Override
  public boolean isSameRM(XAResource other) {
    return other instanceof XaSession session && session.branches == branches;
  }

  @Override
  public int getTransactionTimeout() {
    return timeoutSeconds;
  }

  /** Limits the branches that start here, and the one that runs; 0 leaves it to the server. */
  @Override
  public boolean setTransactionTimeout(int seconds) throws XAException {
    if (seconds < 0) {
      throw XaFailure.of(XAException.XAER_INVAL, "a time limit of " + seconds + " s");
    }
    timeoutSeconds = seconds;
    Branch present = branch;
    if (present != null) {
      long until = seconds == 0 ? Branch.NEVER : branches.until(Duration.ofSeconds(seconds));
      present.limit(until);
    }
    return true;
  }

  /** Begins a transaction that the container itself commits or rolls back. */
  public void beginLocal() throws SQLException {
    if (managed()) {
      throw new SQLException("this connection already works in a transaction", "25001");
    }
    leave();
    endedBranch = null;
    local = branches.outside(false);
  }

  public void commitLocal() throws SQLException {
    Work ending = localWork();
    try {
      if (ending.virtualOrNull() != null) {
        ending.connection().commit();
      }
    } finally {
      local = null;
      rollBack(ending);
    }
  }

  public void rollbackLocal() throws SQLException {
    Work ending = localWork();
    local = null;
    rollBack(ending);
  }

  private Work localWork() throws SQLException {
    Work present = local;
    if (present == null) {
      throw new SQLException("no local transaction is under way on this connection", "25P01");
    }
    return present;
  }

  /** Makes it fit for its next user: no handle, no work. A branch under way stays. */
  public void cleanUp() {
    handles.forEach(ConnectionHandle::cut);
    handles.clear();
    endedBranch = null;
    Work ending = local;
    local = null;
    if (ending != null) {
      rollBack(ending);
    }
    // Not the next user's: a server that knows no limit may never say so.
    timeoutSeconds = 0;
    leave();
  }

  @Override
  public void close() {
    cleanUp();
    Branch present = branch;
    if (present != null) {
      present.doom("its connection was destroyed", XAException.XA_RBROLLBACK);
    }
  }
}
