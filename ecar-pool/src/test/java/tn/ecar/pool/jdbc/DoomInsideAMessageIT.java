package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.ByteStreamWriter;
import tn.ecar.pool.RealPostgres;

/**
 * A doom that comes while a message of its client has reached the real PostgreSQL in part only:
 * what the pool said then was taken for a piece of that message, and nobody answered.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DoomInsideAMessageIT {
  private static final RealPostgres POSTGRES = RealPostgres.shared();
  private static final int HALF = 256 * 1024;
  private static final String REASON = "the deadline has passed";

  @BeforeAll
  static void createTable() throws SQLException {
    POSTGRES.execute(
        "ecar_db",
        "drop table if exists cut_short",
        "create table cut_short (text text, bytes bytea)",
        "grant all on cut_short to ecar_user");
  }

  private static Pools patient() {
    // No limit: whoever waits for an answer here waits for ever.
    return Pools.with("server_connect_timeout = 0", "default_pool_size = 1");
  }

  private static void doom(VirtualConnection virtual, boolean seen) throws IOException {
    assertThat(virtual.holdsServer()).isTrue();
    virtual.doom(REASON);
    try {
      if (seen) {
        Await.until("the pool has rolled back", () -> !virtual.holdsServer());
      }
    } catch (Exception never) {
      throw new IOException(never);
    }
  }

  private static void assertServesOthers(Pools pools) throws SQLException {
    try (Connection other = pools.connect();
        Statement statement = other.createStatement()) {
      assertThat(Ask.number(statement, "select count(*) from cut_short")).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCopyWhoseDataWasOnItsWayHeldTheServerForEver(boolean seen) throws Exception {
    try (Pools pools = patient();
        VirtualConnection virtual = pools.open()) {
      virtual.connection().setAutoCommit(false);
      CopyIn copy =
          virtual
              .connection()
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("copy cut_short (text) from stdin");
      copy.writeToCopy(new Halves(virtual, seen));
      assertThatThrownBy(copy::endCopy).isInstanceOf(SQLException.class);
      assertThat(virtual.isOver()).isTrue();
      assertServesOthers(pools);
    }
  }

  private static final class Halves implements ByteStreamWriter {
    private final VirtualConnection virtual;
    private final boolean seen;

    Halves(VirtualConnection virtual, boolean seen) {
      this.virtual = virtual;
      this.seen = seen;
    }

    @Override
    public int getLength() {
      return 2 * HALF;
    }

    @Override
    public void writeTo(ByteStreamTarget target) throws IOException {
      OutputStream out = target.getOutputStream();
      byte[] half = new byte[HALF];
      Arrays.fill(half, (byte) 'x');
      out.write(half);
      out.flush();
      doom(virtual, seen);
      out.write(half);
    }
  }

  @Test
  void aValueThatWasOnItsWayHeldTheServerForEver() throws Exception {
    try (Pools pools = patient();
        VirtualConnection virtual = pools.open()) {
      virtual.connection().setAutoCommit(false);
      try (PreparedStatement insert =
          virtual.connection().prepareStatement("insert into cut_short (bytes) values (?)")) {
        insert.setBinaryStream(1, new DoomingStream(virtual), 2 * HALF);
        assertThatThrownBy(insert::executeUpdate).hasMessageContaining(REASON);
      }
      assertThat(virtual.isOver()).isTrue();
      assertServesOthers(pools);
    }
  }

  /** Dooms when half of it has been read. */
  private static final class DoomingStream extends InputStream {
    private final VirtualConnection virtual;
    private int given;

    DoomingStream(VirtualConnection virtual) {
      this.virtual = virtual;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (given == HALF) {
        doom(virtual, true);
      }
      int count = Math.min(length, given < HALF ? HALF - given : 2 * HALF - given);
      given += count;
      return count == 0 ? -1 : count;
    }
  }
}
