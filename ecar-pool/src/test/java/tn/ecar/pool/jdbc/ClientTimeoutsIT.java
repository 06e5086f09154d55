package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Limits on what clients may take their time for, on the real PostgreSQL. */
class ClientTimeoutsIT {
  @Test
  void aQueryThatRunsTooLongIsCancelledAndItsServerServesOthers() throws Exception {
    try (Pools pools = Pools.with("query_timeout = 1", "default_pool_size = 1");
        Connection connection = pools.connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("select pg_sleep(60)"))
          .hasMessageContaining("query timeout");
      Await.until("the server is free again", () -> pools.figures().serversIdle() == 1);
      assertThat(pools.figures().clientsActive()).isZero();
    }
  }

  @Test
  void aThoughtInATransactionThatTakesTooLongIsRolledBack() throws Exception {
    try (Pools pools = Pools.with("idle_transaction_timeout = 1", "default_pool_size = 1");
        Connection connection = pools.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("create table never_committed (id int)");
      Await.until("the server is free again", () -> pools.figures().serversIdle() == 1);
      assertThatThrownBy(() -> statement.execute("select 1"))
          .hasMessageContaining("idle transaction timeout");
      try (Connection other = pools.connect();
          Statement look = other.createStatement();
          var found = look.executeQuery("select to_regclass('never_committed')")) {
        found.next();
        assertThat(found.getString(1)).isNull();
      }
    }
  }
}
