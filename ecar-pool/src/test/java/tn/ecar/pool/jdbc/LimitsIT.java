package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.PoolFigures;
import tn.ecar.pool.RealPostgres;

/** Each size and limit of a pool, on the real PostgreSQL. */
class LimitsIT {
  /** A connection that holds a server. */
  private static Connection holding(EcarDataSource source) throws SQLException {
    Connection connection = source.getConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("select 1");
    }
    return connection;
  }

  private static void closeAll(List<Connection> connections) throws SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
  }

  @Test
  void maxClientConn() throws Exception {
    try (Pools pools = Pools.with("max_client_conn = 2");
        Connection one = pools.connect()) {
      Connection two = pools.connect();
      assertThatThrownBy(pools::connect)
          .hasMessageContaining("no more connections allowed (max_client_conn)");
      two.close();
      Await.until("a client has left", () -> pools.figures().clientsActive() == 1);
      pools.connect().close();
      assertThat(one.isValid(5)).isTrue();
    }
  }

  @Test
  void queryWaitTimeout() throws SQLException {
    try (Pools pools = Pools.with("default_pool_size = 1", "query_wait_timeout = 1");
        Connection holder = holding(pools.source());
        Connection waiter = pools.connect();
        Statement statement = waiter.createStatement()) {
      assertThatThrownBy(() -> statement.execute("select 1"))
          .hasMessageContaining("query_wait_timeout");
      assertThat(holder.isValid(5)).isTrue();
    }
  }

  @Test
  void reservePoolSizeAfterReservePoolTimeout() throws SQLException {
    try (Pools pools =
            Pools.with(
                "default_pool_size = 1",
                "reserve_pool_size = 1",
                "reserve_pool_timeout = 0.5",
                "query_wait_timeout = 3");
        Connection first = holding(pools.source());
        Connection second = holding(pools.source());
        Connection third = pools.connect();
        Statement statement = third.createStatement()) {
      assertThat(pools.figures().serversActive()).isEqualTo(2);
      assertThatThrownBy(() -> statement.execute("select 1"))
          .hasMessageContaining("query_wait_timeout");
      assertThat(first.isValid(5) && second.isValid(5)).isTrue();
    }
  }

  @Test
  void minPoolSize() throws Exception {
    try (Pools pools = Pools.with("min_pool_size = 3");
        Connection connection = pools.connect()) {
      Await.until("three servers", () -> pools.figures().serversIdle() == 3);
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @Test
  void maxDbConnectionsEvictsTheOldestIdleOfAnotherPool() throws Exception {
    try (Pools pools = Pools.with("max_db_connections = 2", "query_wait_timeout = 2")) {
      List<Connection> held = new ArrayList<>();
      held.add(holding(pools.source("ecar_db", "ecar_user")));
      try (Connection other = pools.source("ecar_db", "other_user").getConnection();
          Statement statement = other.createStatement()) {
        statement.execute("select 1");
      }
      held.add(holding(pools.source("ecar_db", "ecar_user")));
      assertThat(pools.pooler().operations().servers())
          .hasSize(2)
          .allSatisfy(server -> assertThat(server.user()).isEqualTo("ecar_user"));
      assertThatThrownBy(() -> holding(pools.source("ecar_db", "other_user")))
          .hasMessageContaining("query_wait_timeout");
      closeAll(held);
    }
  }

  @Test
  void maxUserConnectionsCountsAllDatabases() throws Exception {
    try (Pools pools = Pools.with("max_user_connections = 1", "query_wait_timeout = 1")) {
      Connection held = holding(pools.source("ecar_db", "ecar_user"));
      assertThatThrownBy(() -> holding(pools.source("other_db", "ecar_user")))
          .hasMessageContaining("query_wait_timeout");
      held.close();
      holding(pools.source("other_db", "ecar_user")).close();
      Await.until("one server", () -> pools.pooler().operations().servers().size() == 1);
    }
  }

  @Test
  void aStarvedPoolGetsTheServerThatAnotherFrees() throws Exception {
    try (Pools pools = Pools.with("max_db_connections = 1", "query_wait_timeout = 20")) {
      Connection held = holding(pools.source("ecar_db", "ecar_user"));
      CompletableFuture<Connection> waiting =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return holding(pools.source("ecar_db", "other_user"));
                } catch (SQLException failed) {
                  throw new IllegalStateException(failed);
                }
              });
      Await.until(
          "the other waits",
          () ->
              pools.pooler().operations().pools().stream()
                  .anyMatch(pool -> pool.clientsWaiting() == 1));
      held.commit();
      waiting.get(10, java.util.concurrent.TimeUnit.SECONDS).close();
      held.close();
    }
  }

  @Test
  void serverLifetimeAndIdleTimeout() throws Exception {
    for (String limit : List.of("server_lifetime = 1", "server_idle_timeout = 1")) {
      try (Pools pools = Pools.with(limit);
          Connection connection = pools.connect()) {
        assertThat(connection.isValid(5)).isTrue();
        assertThat(pools.figures().serversIdle()).isEqualTo(1);
        Await.until("the server has gone", () -> pools.figures().serversIdle() == 0);
        assertThat(connection.isValid(5)).isTrue();
      }
    }
  }

  @Test
  void serverCheckAfterDelay() throws Exception {
    try (Pools pools = Pools.with("server_check_delay = 0", "server_check_query = select 1");
        Connection connection = pools.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("select 2");
      Await.until("the server wants a check", () -> pools.figures().serversUsed() == 1);
      statement.execute("select 3");
      assertThat(pools.figures().serversIdle() + pools.figures().serversUsed()).isEqualTo(1);
    }
  }

  @Test
  void aForcedUserMakesOnePool() throws SQLException {
    try (Pools pools = Pools.with();
        Connection one = pools.source("forced", "ecar_user").getConnection();
        Connection two = pools.source("forced", "other_user").getConnection()) {
      assertThat(one.isValid(5) && two.isValid(5)).isTrue();
      List<PoolFigures> figures = pools.pooler().operations().pools();
      assertThat(figures).hasSize(1);
      assertThat(figures.get(0).clientsActive()).isEqualTo(2);
    }
  }

  @Test
  void noSuchDatabaseAndDisabledDatabase() throws Exception {
    try (Pools pools = Pools.with()) {
      assertThatThrownBy(() -> pools.source("nowhere", "ecar_user").getConnection())
          .hasMessageContaining("no such database: nowhere");
      pools.pooler().operations().disable("ecar_db");
      assertThatThrownBy(pools::connect).hasMessageContaining("database \"ecar_db\" is disabled");
      pools.pooler().operations().enable("ecar_db");
      pools.connect().close();
    }
  }

  @Test
  void pauseWaitsForTransactionsAndResumeServesWhoWaited() throws Exception {
    try (Pools pools = Pools.with();
        Connection connection = pools.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
      pools.pooler().operations().pause(Optional.of("ecar_db"));
      CompletableFuture<Boolean> waiting =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return statement.execute("select 2");
                } catch (SQLException failed) {
                  throw new IllegalStateException(failed);
                }
              });
      Await.until("the client waits", () -> pools.figures().clientsWaiting() == 1);
      pools.pooler().operations().resume(Optional.of("ecar_db"));
      assertThat(waiting.get(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void killClientTellsTheClient() throws Exception {
    try (Pools pools = Pools.with();
        Connection connection = pools.connect();
        Statement statement = connection.createStatement()) {
      long id = pools.pooler().operations().clients().get(0).id();
      pools.pooler().operations().killClient(id);
      assertThatThrownBy(() -> statement.execute("select 1"))
          .hasMessageContaining("admin forced disconnect");
      assertThat(pools.pooler().operations().clients()).isEmpty();
    }
  }

  @Test
  void reloadChangesSizesAtOnceAndClosesServersOfAChangedDatabase() throws Exception {
    try (Pools pools = Pools.with("default_pool_size = 1", "query_wait_timeout = 10");
        Connection first = holding(pools.source())) {
      Path ini = pools.directory().resolve("pool.ini");
      Files.writeString(
          ini, Files.readString(ini).replace("default_pool_size = 1", "default_pool_size = 2"));
      pools.pooler().operations().reload();
      try (Connection second = holding(pools.source())) {
        assertThat(pools.figures().serversActive()).isEqualTo(2);
        second.commit();
      }
      Files.writeString(
          ini, Files.readString(ini).replace("dbname=ecar_db\nother", "dbname=other_db\nother"));
      pools.pooler().operations().reload();
      first.commit();
      assertThat(first.getCatalog()).isNotNull();
      try (Statement statement = first.createStatement();
          var now = statement.executeQuery("select current_database()")) {
        now.next();
        assertThat(now.getString(1)).isEqualTo(RealPostgres.OTHER_DATABASE);
      }
    }
  }

  @Test
  void closingThePoolLeavesNoThreadAndNoConnection() throws Exception {
    Pools pools = Pools.with("min_pool_size = 3");
    String name = pools.pooler().name();
    Connection connection = holding(pools.source());
    pools.close();
    assertThatThrownBy(() -> connection.createStatement().execute("select 1"))
        .isInstanceOf(SQLException.class);
    Await.until("no backend is left", () -> Pools.backends() == 0);
    Await.until(
        "no thread is left",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith(name + "-")));
  }

  @Test
  void limitsAreCheckedBeforeThePassword() throws Exception {
    try (Pools pools = Pools.with("max_db_client_connections = 1");
        Connection only = pools.connect()) {
      assertThat(only.isValid(1)).isTrue();
      EcarDataSource wrong =
          new EcarDataSource(
              pools.pooler().name(), RealPostgres.DATABASE, RealPostgres.USER, "not the password");
      assertThatThrownBy(wrong::getConnection)
          .hasMessageContaining("client connections exceeded (max_db_client_connections)");
    }
  }
}
