package tn.ecar.pool.faults;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** Makes transfers one after another and notes in the journal what it was told of each. */
@FunctionalInterface
interface Teller {
  /** How long a transaction manager tries to finish what it has decided. */
  Duration PATIENCE = Duration.ofSeconds(60);

  /** Makes one transfer; never throws for what the database or the pool does. */
  void transfer(Transfer transfer, Journal journal);

  /** Commits with the connection's own commit, as a program without a server does. */
  static Teller plain(DataSource source) {
    return (transfer, journal) -> {
      boolean committing = false;
      try (Connection connection = source.getConnection()) {
        connection.setAutoCommit(false);
        transfer.make(connection);
        committing = true;
        connection.commit();
        journal.acknowledged(transfer.id());
      } catch (SQLException failed) {
        if (committing) {
          journal.unknown(transfer.id(), failed);
        } else {
          journal.refused(transfer.id(), failed);
        }
      }
    };
  }

  /** One branch, committed in one phase. */
  static Teller onePhase(XADataSource source) {
    return (transfer, journal) -> {
      Xid xid = BankXid.of(transfer);
      try {
        XAResource resource = work(source, transfer, xid);
        resource.commit(xid, true);
        journal.acknowledged(transfer.id());
      } catch (XAException failed) {
        if (failed.errorCode == XAException.XA_HEURHAZ) {
          forget(source, xid);
          journal.unknown(transfer.id(), failed);
        } else {
          journal.refused(transfer.id(), failed);
        }
      } catch (SQLException failed) {
        journal.refused(transfer.id(), failed);
      }
    };
  }

  /** One branch in two phases: what was prepared is committed, however often that fails. */
  static Teller twoPhase(XADataSource source) {
    return (transfer, journal) -> {
      Xid xid = BankXid.of(transfer);
      XAResource resource;
      try {
        resource = work(source, transfer, xid);
      } catch (XAException | SQLException failed) {
        journal.refused(transfer.id(), failed);
        return;
      }
      try {
        resource.prepare(xid);
      } catch (XAException failed) {
        if (failed.errorCode == XAException.XAER_RMFAIL) {
          finish(() -> resource.rollback(xid));
        }
        journal.refused(transfer.id(), failed);
        return;
      }
      finish(() -> resource.commit(xid, false));
      journal.acknowledged(transfer.id());
    };
  }

  private static XAResource work(XADataSource source, Transfer transfer, Xid xid)
      throws SQLException, XAException {
    XAConnection connection = source.getXAConnection();
    XAResource resource = connection.getXAResource();
    resource.start(xid, XAResource.TMNOFLAGS);
    SQLException failure = null;
    try (Connection handle = connection.getConnection()) {
      transfer.make(handle);
    } catch (SQLException failed) {
      failure = failed;
    }
    resource.end(xid, failure == null ? XAResource.TMSUCCESS : XAResource.TMFAIL);
    if (failure != null) {
      resource.rollback(xid);
      throw failure;
    }
    return resource;
  }

  /** What a transaction manager does until the resource manager is back. */
  private static void finish(Step step) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        step.take();
        return;
      } catch (XAException failed) {
        boolean later = failed.errorCode == XAException.XAER_RMFAIL && System.nanoTime() < end;
        if (!later) {
          throw new AssertionError("code " + failed.errorCode + " where none is allowed", failed);
        }
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
    }
  }

  private static void forget(XADataSource source, Xid xid) {
    try {
      source.getXAConnection().getXAResource().forget(xid);
    } catch (XAException | SQLException refused) {
      throw new AssertionError("a heuristic end cannot be forgotten", refused);
    }
  }

  /** Something a transaction manager asks for. */
  @FunctionalInterface
  interface Step {
    void take() throws XAException;
  }

  /** The one branch of a transfer. */
  record BankXid(UUID id) implements Xid {
    static BankXid of(Transfer transfer) {
      return new BankXid(transfer.id());
    }

    @Override
    public int getFormatId() {
      return 1;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return ByteBuffer.allocate(16)
          .putLong(id.getMostSignificantBits())
          .putLong(id.getLeastSignificantBits())
          .array();
    }

    @Override
    public byte[] getBranchQualifier() {
      return new byte[] {1};
    }
  }
}
