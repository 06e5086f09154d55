package tn.ecar.pool.jdbc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A virtual client that outlives the handles it is used through.
 *
 * <p>Its turn tells whose it is: an odd number belongs to the one handle that was given out with
 * it, an even one means free. Closing the handle ends the turn for good, so that a handle closed
 * twice, or by two threads, gives back once and can never reach its successor's work. Between two
 * turns, and when it is over, it is nobody's.
 *
 * <p>It is kept when it is as it was born: at rest, without a server connection, not doomed, its
 * statements closed, its settings back. What JDBC can put back at no cost is put back; whoever
 * changed more costs the next one a login.
 */
final class KeptClient {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");
  private static final long FIRST = 1;
  private static final long NOBODYS = -1;
  private static final VarHandle TURN = turnHandle();

  private final KeptClients home;
  private final InVmConnection virtual;
  private final Connection driver;
  private final InVmClient client;
  private final int entryRules;
  private final Changes changes;
  private final OpenStatements statements = new OpenStatements();

  private volatile long turn = FIRST;
  private boolean used;

  KeptClient(KeptClients home, InVmConnection virtual) throws SQLException {
    this.home = home;
    this.virtual = virtual;
    this.driver = virtual.connection();
    this.client = virtual.client();
    this.entryRules = client.entryRules();
    this.changes = new Changes(driver);
    client.keptAs(this);
  }

  private static VarHandle turnHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(KeptClient.class, "turn", long.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  /** The handle of its first turn. */
  EcarConnection born() {
    return handle(FIRST);
  }

  /** A handle, when it is free and fit; else null. */
  EcarConnection take() {
    long free = turn;
    if ((free & 1) != 0 || !TURN.compareAndSet(this, free, free + 1)) {
      return null;
    }
    if (client.isOver() || client.entryRules() != entryRules) {
      turn = NOBODYS;
      end();
      return null;
    }
    return handle(free + 1);
  }

  private EcarConnection handle(long mine) {
    EcarConnection handle = new EcarConnection(this, mine);
    if (client.tracksOrigin()) {
      client.takenHere();
      handle.watched(client.watch(handle, () -> forgotten(mine)));
    }
    return handle;
  }

  /** The handle of this turn was collected unclosed: nobody will ever close it. */
  private void forgotten(long mine) {
    if (abort(mine)) {
      virtual.abort("the application has forgotten its connection");
    }
  }

  boolean isTurn(long mine) {
    return turn == mine;
  }

  /** The driver's connection, for the handle whose turn it is. */
  Connection driver() {
    used = true;
    return driver;
  }

  Changes changes() {
    return changes;
  }

  <S extends Statement> S opened(S statement) throws SQLException {
    statements.add(statement);
    return statement;
  }

  /** The handle of this turn is closed. */
  void giveBack(long mine) {
    if (!TURN.compareAndSet(this, mine, NOBODYS)) {
      return;
    }
    if (!used || isAsBorn()) {
      used = false;
      TURN.setRelease(this, mine + 1);
    } else {
      end();
    }
  }

  private boolean isAsBorn() {
    try {
      statements.closeAll();
      if (client.isOver() || client.doom().stands() || driver.isClosed()) {
        return false;
      }
      if (!driver.getAutoCommit()) {
        if (client.transactionStatus() != 'I') {
          driver.rollback();
        }
        driver.setAutoCommit(true);
      }
      driver.clearWarnings();
      return changes.undo() && client.isAtRest();
    } catch (SQLException unfit) {
      LOG.log(System.Logger.Level.DEBUG, "a virtual client is not kept", unfit);
      return false;
    }
  }

  /** The handle of this turn wants it closed at once; false when it is not its turn any more. */
  boolean abort(long mine) {
    if (!TURN.compareAndSet(this, mine, NOBODYS)) {
      return false;
    }
    home.remove(this);
    return true;
  }

  void breakOff() {
    virtual.abort("the application has aborted its connection");
  }

  /** Whether nobody uses it at this moment. */
  boolean isFree() {
    return (turn & 1) == 0;
  }

  /** Leaves the pool if nobody uses it; whether it did. */
  boolean giveUp() {
    long free = turn;
    if ((free & 1) != 0 || !TURN.compareAndSet(this, free, NOBODYS)) {
      return false;
    }
    end();
    return true;
  }

  /** Its client has left the pool, for whatever reason. */
  void left() {
    long free = turn;
    if ((free & 1) == 0 && TURN.compareAndSet(this, free, NOBODYS)) {
      home.remove(this);
    }
  }

  private void end() {
    home.remove(this);
    try {
      driver.close();
    } catch (SQLException broken) {
      LOG.log(System.Logger.Level.DEBUG, "a virtual client broke while it was closed", broken);
      virtual.abort("it broke while it was closed: " + broken.getMessage());
    }
  }
}
