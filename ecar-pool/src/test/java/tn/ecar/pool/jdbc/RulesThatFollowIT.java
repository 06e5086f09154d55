package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.RealPostgres;

/**
 * The rules of the architecture that do not speak of the container, each by its number:
 * transactions, logins and the waiting line. {@link SessionsThatFollowIT} has the others.
 */
class RulesThatFollowIT {
  private static final RealPostgres POSTGRES = RealPostgres.shared();

  @Test
  void rule1ALostTransactionStaysLost() throws Exception {
    POSTGRES.execute(
        "ecar_db",
        "drop table if exists lost",
        "create table lost(id int)",
        "grant all on lost to ecar_user");
    try (Pools pools = Pools.with();
        Connection connection = pools.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("insert into lost values (1)");
      long pid = Ask.number(statement, "select pg_backend_pid()");
      POSTGRES.execute("postgres", "select pg_terminate_backend(" + pid + ")");
      assertThatThrownBy(() -> statement.execute("insert into lost values (2)"))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> statement.execute("insert into lost values (3)"))
          .isInstanceOf(SQLException.class);
      assertThat(connection.isClosed()).isTrue();
      assertThat(POSTGRES.count("ecar_db", "select count(*) from lost")).isZero();
      Await.until("the dead server has left", () -> pools.figures().serversActive() == 0);
      assertThat(pools.figures().clientsActive()).isZero();
    }
  }

  @Test
  void aSessionThatATransactionPoolWouldNotHaveKeptGoesToNobodyAfterAReload() throws Exception {
    String present = "select to_regclass('pg_temp.mine') is not null";
    try (Pools pools = Pools.with("pool_mode = session", "default_pool_size = 2");
        Connection other = pools.connect();
        Statement theirs = other.createStatement()) {
      try (Connection session = pools.connect();
          Statement mine = session.createStatement()) {
        mine.execute("create temporary table mine (id int)");
        pools.pooler().console().set("pool_mode", "transaction");
        mine.execute("select 1");
        assertThat(Ask.text(mine, present)).isEqualTo("t");
        assertThat(Ask.text(theirs, present)).isEqualTo("f");
      }
      Await.until("its server is clean", () -> pools.figures().serversActive() == 0);
      for (int i = 0; i < 4; i++) {
        assertThat(Ask.text(theirs, present)).isEqualTo("f");
      }
    }
  }

  @Test
  void rule1ADoomedTransactionIsRolledBackByThePoolAndRefusedUntilTheOwnersRollback()
      throws Exception {
    POSTGRES.execute(
        "ecar_db",
        "drop table if exists doomed",
        "create table doomed(id int)",
        "grant all on doomed to ecar_user");
    try (Pools pools = Pools.with();
        VirtualConnection virtual = pools.open()) {
      Connection connection = virtual.connection();
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement();
          PreparedStatement before = connection.prepareStatement("insert into doomed values (?)")) {
        before.setInt(1, 1);
        before.executeUpdate();
        virtual.doom("transaction timeout of 2 s has passed");
        Await.until("the pool has rolled back", () -> !virtual.holdsServer());
        assertThat(virtual.transactionStatus()).isEqualTo('E');
        assertRefused(() -> statement.execute("insert into doomed values (2)"));
        assertRefused(before::executeUpdate);
        assertThat(virtual.doomed()).isTrue();
        connection.rollback();
        assertThat(virtual.doomed()).isFalse();
        before.setInt(1, 3);
        before.executeUpdate();
        connection.commit();
      }
    }
    assertThat(POSTGRES.count("ecar_db", "select sum(id) from doomed")).isEqualTo(3);
  }

  private interface Sql {
    void run() throws SQLException;
  }

  private static void assertRefused(Sql statement) {
    assertThatThrownBy(statement::run)
        .isInstanceOfSatisfying(
            SQLException.class,
            refused -> {
              assertThat(refused.getSQLState()).isEqualTo("25P02");
              assertThat(refused.getMessage()).contains("transaction timeout of 2 s has passed");
            });
  }

  @Test
  void rule1DoomCancelsTheRunningQuery() throws Exception {
    try (Pools pools = Pools.with();
        VirtualConnection virtual = pools.open()) {
      Connection connection = virtual.connection();
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("select 1");
        CompletableFuture<SQLException> failure =
            CompletableFuture.supplyAsync(() -> Ask.failureOf(statement, "select pg_sleep(60)"));
        Await.until(
            "the query runs",
            () ->
                POSTGRES.count(
                        "postgres",
                        "select count(*) from pg_stat_activity where state = 'active'"
                            + " and query like '%pg_sleep(60)%' and usename = 'ecar_user'")
                    == 1);
        virtual.doom("the deadline has passed");
        assertThat(failure.get(10, TimeUnit.SECONDS).getSQLState()).isEqualTo("57014");
        Await.until("the server is free", () -> !virtual.holdsServer());
        Await.until("the server is idle", () -> pools.figures().serversIdle() == 1);
        connection.rollback();
        statement.execute("select 1");
      }
    }
  }

  @Test
  void rule1ACommittedTransactionIsNotTouchedByAnotherOnesDoom() throws Exception {
    try (Pools pools = Pools.with();
        VirtualConnection virtual = pools.open()) {
      virtual.connection().setAutoCommit(false);
      virtual.doom("too late");
      assertThat(virtual.doomed()).isTrue();
      virtual.pardon();
      try (Statement statement = virtual.connection().createStatement()) {
        assertThat(Ask.number(statement, "select 7")).isEqualTo(7);
      }
      virtual.connection().rollback();
    }
  }

  @Test
  void rule3TheRealServerRefusesAWrongPassword() {
    assertThatThrownBy(() -> POSTGRES.connect("ecar_db", "ecar_user", "wrong"))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("28P01"));
  }

  @Test
  void rule3ClientsProveTheirSecret() throws SQLException {
    try (Pools pools = Pools.with()) {
      for (String user : List.of("ecar_user", "nobody", "md5_user")) {
        assertThatThrownBy(() -> pools.source("ecar_db", user).getConnection(user, "wrong"))
            .isInstanceOfSatisfying(
                SQLException.class, refused -> assertThat(refused.getSQLState()).startsWith("08"))
            .hasMessageContaining("password authentication failed");
      }
      assertThat(Pools.backends()).isZero();
    }
  }

  @Test
  void rule3AFailedServerLoginKeepsItsSqlState() {
    try (Pools pools = Pools.with()) {
      EcarDataSource stranger = pools.source();
      assertThatThrownBy(() -> stranger.getConnection("stranger", "not what PostgreSQL knows"))
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("28P01"));
      assertThatThrownBy(() -> stranger.getConnection("stranger", "not what PostgreSQL knows"))
          .hasMessageContaining("server login has been failing, cached error:");
    }
  }

  @Test
  void rule3ServersAreLoggedInToByScramMd5AndInClear() throws SQLException {
    try (Pools pools = Pools.with()) {
      for (String user : List.of("ecar_user", "md5_user", "clear_user")) {
        try (Connection connection = pools.source("ecar_db", user).getConnection();
            Statement statement = connection.createStatement();
            ResultSet result = statement.executeQuery("select current_user")) {
          result.next();
          assertThat(result.getString(1)).isEqualTo(user);
        }
      }
    }
  }

  @Test
  void rule3ClientsMayProveByScramAndInClear() throws SQLException {
    for (String method : List.of("scram-sha-256", "plain", "md5")) {
      try (Pools pools = Pools.with("auth_type = " + method);
          Connection connection = pools.connect();
          Statement statement = connection.createStatement()) {
        assertThat(Ask.number(statement, "select 1")).isEqualTo(1);
        assertThatThrownBy(() -> pools.source().getConnection("ecar_user", "wrong"))
            .hasMessageContaining("authentication failed");
        assertThatThrownBy(() -> pools.source().getConnection("nobody", "wrong"))
            .hasMessageContaining("authentication failed");
      }
    }
  }

  @Test
  void rule5AStarvedPoolSaysSoInsteadOfHanging() throws Exception {
    try (Pools pools = Pools.with("default_pool_size = 2", "query_wait_timeout = 1")) {
      CyclicBarrier bothHold = new CyclicBarrier(2);
      List<CompletableFuture<SQLException>> nested = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        nested.add(CompletableFuture.supplyAsync(() -> nestedCall(pools, bothHold)));
      }
      for (CompletableFuture<SQLException> outcome : nested) {
        assertThat(outcome.get(15, TimeUnit.SECONDS).getMessage()).contains("query_wait_timeout");
      }
    }
  }

  private static SQLException nestedCall(Pools pools, CyclicBarrier bothHold) {
    try (Connection outer = pools.connect();
        Statement first = outer.createStatement()) {
      outer.setAutoCommit(false);
      first.execute("select 1");
      bothHold.await(10, TimeUnit.SECONDS);
      try (Connection inner = pools.connect();
          Statement second = inner.createStatement()) {
        return Ask.failureOf(second, "select 1");
      }
    } catch (Exception unforeseen) {
      throw new AssertionError(unforeseen);
    }
  }
}
