package tn.ecar.pool.jdbc.xa;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import tn.ecar.pool.TakenHandle;
import tn.ecar.pool.Time;

/**
 * The resource manager that a transaction manager sees: all branches of one login to one database
 * of the pool, by their names. Two resources of it are the same resource manager, so that a
 * transaction that uses two container pools has one branch here.
 *
 * <p>Prepared branches outlive it in PostgreSQL; {@link #recover} finds them again.
 */
final class Branches implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  /** PostgreSQL's undefined_object: no such prepared transaction. */
  private static final String UNDEFINED_OBJECT = "42704";

  private final VirtualConnections source;
  private final Function<Object, TakenHandle> watch;
  private final Time time;
  private final Map<BranchName, Branch> branches = new ConcurrentHashMap<>();

  Branches(VirtualConnections.Opener opener, Function<Object, TakenHandle> watch, Clock clock) {
    this.watch = watch;
    this.time = new Time(clock);
    this.source = new VirtualConnections(opener, time);
  }

  /** Watches a handle that an application has taken; null when nobody wants to know. */
  TakenHandle watch(Object handle) {
    return watch.apply(handle);
  }

  /** Work outside any transaction of the server. */
  Work outside(boolean autoCommit) {
    return new Work(source, autoCommit);
  }

  /** Begins, joins or resumes a branch, as the flags of {@code XAResource.start} say. */
  Branch start(Xid xid, int flags, XaSession session, Object keyOrNull, Optional<Duration> limit)
      throws XAException {
    BranchName name = BranchName.of(xid);
    Branch branch = flags == XAResource.TMNOFLAGS ? begin(name, keyOrNull) : known(name);
    branch.attach(session, flags);
    if (flags == XAResource.TMNOFLAGS) {
      limit.ifPresent(length -> branch.limit(until(length)));
    }
    return branch;
  }

  /** When a limit that begins now ends. */
  long until(Duration length) {
    return time.micros() + Time.micros(length);
  }

  private Branch begin(BranchName name, Object keyOrNull) throws XAException {
    Branch fresh = new Branch(name, new Work(source, false), keyOrNull);
    if (branches.putIfAbsent(name, fresh) != null) {
      throw XaFailure.of(XAException.XAER_DUPID, name + " has begun already");
    }
    return fresh;
  }

  Branch known(Xid xid) throws XAException {
    Branch branch = branches.get(BranchName.of(xid));
    if (branch == null) {
      throw XaFailure.of(XAException.XAER_NOTA, "no branch is called " + BranchName.of(xid));
    }
    return branch;
  }

  int prepare(Xid xid) throws XAException {
    Branch branch = known(xid);
    try {
      return branch.prepare();
    } finally {
      forgetIfOver(branch);
    }
  }

  void commit(Xid xid, boolean onePhase) throws XAException {
    if (onePhase) {
      Branch branch = known(xid);
      try {
        branch.commitOnePhase();
      } finally {
        forgetIfOver(branch);
      }
    } else {
      finishPrepared(BranchName.of(xid), "COMMIT PREPARED");
    }
  }

  void rollback(Xid xid) throws XAException {
    Branch branch = branches.get(BranchName.of(xid));
    if (branch == null || branch.state() == Branch.State.PREPARED) {
      finishPrepared(BranchName.of(xid), "ROLLBACK PREPARED");
      return;
    }
    try {
      branch.rollback();
    } finally {
      forgetIfOver(branch);
    }
  }

  private void forgetIfOver(Branch branch) {
    if (branch.state() == Branch.State.OVER) {
      branches.remove(branch.name(), branch);
    }
  }

  /** Finishes a prepared branch over any connection, also one of a pool that crashed. */
  private void finishPrepared(BranchName name, String command) throws XAException {
    Branch branchOrNull = branches.get(name);
    if (branchOrNull != null && branchOrNull.state() != Branch.State.PREPARED) {
      throw XaFailure.of(XAException.XAER_PROTO, name + " is not prepared");
    }
    try {
      finishOver(name, command, branchOrNull);
    } catch (LineLost unanswered) {
      // The locks of the branch must not wait for the transaction manager to come again.
      LOG.log(System.Logger.Level.WARNING, "{0} is asked once more: {1}", name, unanswered.text());
      try {
        finishOver(name, command, branchOrNull);
      } catch (LineLost again) {
        throw again.told(name, command);
      }
    }
  }

  /** The connection broke before it was known whether a branch is finished. */
  private static final class LineLost extends Exception {
    private static final long serialVersionUID = 1;

    LineLost(SQLException why) {
      super(why);
    }

    String text() {
      return getCause().getMessage();
    }

    XAException told(BranchName name, String command) {
      return stays(name, command, getCause());
    }
  }

  private static XAException stays(BranchName name, String command, Throwable why) {
    return XaFailure.of(
        XAException.XAER_RMFAIL, name + " stays prepared: " + command + " failed", why);
  }

  private void finishOver(BranchName name, String command, Branch branchOrNull)
      throws XAException, LineLost {
    VirtualConnections.Taken taken = take();
    taken.virtual().urgent(true);
    Connection connection = taken.virtual().connection();
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(command + " '" + name.identifier() + "'");
      branches.remove(name);
    } catch (SQLException refused) {
      if (UNDEFINED_OBJECT.equals(refused.getSQLState())) {
        missing(name, command, branchOrNull, connection);
      } else if (isLost(connection)) {
        throw new LineLost(refused);
      } else {
        throw stays(name, command, refused);
      }
    } finally {
      taken.virtual().urgent(false);
      source.give(taken);
    }
  }

  private static boolean isLost(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException broken) {
      return true;
    }
  }

  private VirtualConnections.Taken take() throws XAException {
    try {
      return source.take(true);
    } catch (SQLException unreachable) {
      throw XaFailure.of(XAException.XAER_RMFAIL, "the pool gives no connection", unreachable);
    }
  }

  /**
   * PostgreSQL knows no such prepared transaction. When its number is known, PostgreSQL also knows
   * how it ended: an answer lost on the way is made up for, and an end by somebody else's hand is
   * told as what it is.
   */
  private void missing(BranchName name, String command, Branch branchOrNull, Connection connection)
      throws XAException {
    if (branchOrNull == null || branchOrNull.transactionId() == null) {
      branches.remove(name);
      throw XaFailure.of(XAException.XAER_NOTA, "PostgreSQL has no prepared transaction " + name);
    }
    boolean wantsCommit = command.startsWith("COMMIT");
    String end = ending(branchOrNull.transactionId(), connection);
    if (end.equals(wantsCommit ? "committed" : "aborted")) {
      branches.remove(name);
      return;
    }
    // The branch stays known until the transaction manager forgets it.
    throw switch (end) {
      case "in progress" ->
          XaFailure.of(
              XAException.XAER_RMFAIL, name + " is on its way yet: its end must be asked again");
      case "committed" ->
          XaFailure.of(XAException.XA_HEURCOM, name + " was committed by somebody else");
      case "aborted" ->
          XaFailure.of(XAException.XA_HEURRB, name + " was rolled back by somebody else");
      default -> XaFailure.of(XAException.XA_HEURHAZ, "how " + name + " ended is unknown: " + end);
    };
  }

  private static String ending(String transactionId, Connection connection) throws XAException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("select pg_xact_status('" + transactionId + "'::xid8)")) {
      result.next();
      return String.valueOf(result.getString(1));
    } catch (SQLException unreachable) {
      throw XaFailure.of(
          XAException.XAER_RMFAIL, "PostgreSQL does not say how it ended", unreachable);
    }
  }

  /** The branches that wait in PostgreSQL for their end, of this database and this login. */
  List<Xid> recover() throws XAException {
    VirtualConnections.Taken taken = take();
    List<Xid> found = new ArrayList<>();
    try (Statement statement = taken.virtual().connection().createStatement();
        ResultSet prepared =
            statement.executeQuery(
                "select gid from pg_prepared_xacts where database = current_database()"
                    + " and owner = current_user order by prepared")) {
      while (prepared.next()) {
        BranchName.read(prepared.getString(1)).ifPresent(found::add);
      }
      return found;
    } catch (SQLException unreachable) {
      throw XaFailure.of(
          XAException.XAER_RMFAIL, "PostgreSQL does not list prepared transactions", unreachable);
    } finally {
      source.give(taken);
    }
  }

  /** The transaction manager has noted a heuristic end. */
  void forget(Xid xid) throws XAException {
    if (branches.remove(BranchName.of(xid)) == null) {
      throw XaFailure.of(XAException.XAER_NOTA, "no branch is called " + BranchName.of(xid));
    }
  }

  /** Dooms what is past its limit and closes what is idle for too long. */
  void sweep(Duration every) {
    long now = time.micros();
    for (Branch branch : branches.values()) {
      survived(branch.name() + " may run past its limit", () -> branch.doomIfPast(now, every));
    }
    survived("idle virtual connections stay open", source::sweep);
  }

  /** A look that throws would be the last one of its thread, and no limit would hold any more. */
  private static void survived(String consequence, Runnable look) {
    try {
      look.run();
    } catch (Throwable failed) {
      LOG.log(System.Logger.Level.ERROR, consequence, failed);
    }
  }

  /** How many branches are known, for tests and figures. */
  int size() {
    return branches.size();
  }

  @Override
  public void close() {
    branches
        .values()
        .forEach(branch -> branch.doom("the pool is shutting down", XAException.XA_RBROLLBACK));
    source.close();
  }
}
