package tn.ecar.pool.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import java.io.File;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The rules of the house as they show inside an application server: the resource adapter in Payara
 * Micro, two server connections, a real PostgreSQL.
 */
@ArquillianTest
class TenRulesCT {
  private static final Duration A_MOMENT = Duration.ofSeconds(15);

  @Inject private Workshop workshop;
  @Resource private UserTransaction transaction;

  @Resource(lookup = "java:appserver/TransactionManager")
  private TransactionManager manager;

  private String text;

  @Deployment
  static WebArchive application() {
    return ShrinkWrap.create(WebArchive.class, "rules.war")
        .addClasses(Workshop.class)
        .addAsLibrary(
            new File(
                Assertions.class.getProtectionDomain().getCodeSource().getLocation().getPath()))
        .addAsWebInfResource("container/web.xml", "web.xml")
        .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
  }

  @BeforeEach
  void aTextOfItsOwn() {
    text = UUID.randomUUID().toString();
  }

  @Test
  void what_a_transaction_commits_stays() throws SQLException {
    workshop.insertInTransaction(text);

    assertThat(workshop.count(text)).isEqualTo(1);
  }

  @Test
  void what_a_transaction_rolls_back_is_gone() throws SQLException {
    assertThatThrownBy(() -> workshop.insertAndFail(text)).hasMessageContaining("on purpose");

    assertThat(workshop.count(text)).isZero();
  }

  @Test
  void a_new_transaction_inside_another_has_an_end_of_its_own() throws SQLException {
    assertThatThrownBy(() -> workshop.insertAroundNewTransaction(text, text + " inner"))
        .hasMessageContaining("on purpose");

    assertThat(workshop.count(text)).isZero();
    assertThat(workshop.count(text + " inner")).isEqualTo(1);
  }

  @Test
  void a_handle_that_stays_open_takes_part_in_each_transaction_anew() throws Exception {
    try (Connection handle = workshop.garage().getConnection()) {
      transaction.begin();
      Workshop.insert(handle, text);
      transaction.rollback();
      transaction.begin();
      Workshop.insert(handle, text);
      transaction.commit();

      assertThat(Workshop.count(handle, text)).isEqualTo(1);
    }
  }

  @Test
  void a_handle_cannot_end_the_servers_transaction() throws Exception {
    transaction.begin();
    try (Connection handle = workshop.garage().getConnection()) {
      Workshop.insert(handle, text);
      assertThatThrownBy(handle::commit).hasMessageContaining("the server manages");
      assertThat(handle.getAutoCommit()).isFalse();
    } finally {
      transaction.rollback();
    }

    assertThat(workshop.count(text)).isZero();
  }

  @Test
  void rule1_a_transaction_rolled_back_by_another_thread_leaves_no_rows() throws Exception {
    transaction.begin();
    Transaction mine = manager.getTransaction();
    try (Connection handle = workshop.garage().getConnection()) {
      Workshop.insert(handle, text);
      Thread stranger = new Thread(() -> rollBack(mine));
      stranger.start();
      stranger.join(A_MOMENT.toMillis());

      assertThatThrownBy(() -> Workshop.insert(handle, text)).isInstanceOf(SQLException.class);
    } finally {
      letGo();
    }

    assertThat(workshop.count(text)).isZero();
  }

  private static void rollBack(Transaction of) {
    try {
      of.rollback();
    } catch (Exception refused) {
      throw new IllegalStateException(refused);
    }
  }

  private void letGo() throws Exception {
    if (manager.getStatus() != Status.STATUS_NO_TRANSACTION) {
      try {
        manager.rollback();
      } catch (IllegalStateException over) {
        manager.suspend();
      }
    }
  }

  @Test
  void rule1_a_transaction_whose_server_died_stays_lost() throws Exception {
    transaction.begin();
    try (Connection handle = workshop.garage().getConnection()) {
      Workshop.insert(handle, text);
      assertThatThrownBy(() -> run(handle, "select pg_terminate_backend(pg_backend_pid())"))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> Workshop.insert(handle, text)).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> transaction.commit()).isInstanceOf(RollbackException.class);
    }

    assertThat(workshop.count(text)).isZero();
  }

  private static void run(Connection handle, String sql) throws SQLException {
    try (Statement statement = handle.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void rule2_a_transaction_past_its_time_limit_ends_within_a_second() throws Exception {
    transaction.setTransactionTimeout(1);
    transaction.begin();
    Instant begun = Instant.now();
    try (Connection handle = workshop.garage().getConnection()) {
      Workshop.insert(handle, text);
      assertThatThrownBy(() -> run(handle, "select pg_sleep(20)")).isInstanceOf(SQLException.class);
      assertThat(Duration.between(begun, Instant.now()))
          .isBetween(Duration.ofMillis(900), Duration.ofMillis(2000));
      assertThatThrownBy(() -> transaction.commit()).isInstanceOf(RollbackException.class);
    } finally {
      transaction.setTransactionTimeout(0);
    }

    assertThat(workshop.count(text)).isZero();
  }

  @Test
  void rule3_who_proves_nothing_gets_nothing() {
    assertThatThrownBy(
            () -> {
              try (Connection connection =
                  workshop.garage().getConnection("ecar_user", "a wrong password")) {
                Workshop.insert(connection, text);
              }
            })
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("authentication failed");
  }

  @Test
  void rule4_two_container_pools_share_one_branch() throws SQLException {
    assertThat(workshop.insertThenCountThroughTheOther(text)).isEqualTo(1);
    assertThat(workshop.count(text)).isEqualTo(1);
  }

  @Test
  void rule4_a_transaction_leases_nothing_before_its_first_statement() throws Exception {
    transaction.begin();
    List<Connection> handles = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        handles.add(workshop.garage().getConnection());
      }
      assertThat(activeServers()).isZero();
      Workshop.insert(handles.get(3), text);
      assertThat(activeServers()).isEqualTo(1);
    } finally {
      for (Connection handle : handles) {
        handle.close();
      }
      transaction.rollback();
    }
  }

  private int activeServers() throws SQLException {
    return shown("sv_active");
  }

  @Test
  void rule4_a_handle_of_the_outer_transaction_is_refused_inside_a_new_one() throws SQLException {
    assertThatThrownBy(() -> workshop.handOutwardHandleIn(text))
        .hasStackTraceContaining("opened in another transaction");

    assertThat(workshop.count(text)).isZero();
  }

  @Test
  void rule5_nested_transactions_that_starve_the_pool_end_by_query_wait_timeout() throws Exception {
    CyclicBarrier bothHold = new CyclicBarrier(2);
    Instant begun = Instant.now();

    List<Throwable> failures = failures(2, () -> workshopNests(bothHold));

    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(8));
    assertThat(failures).isNotEmpty();
    assertThat(failures)
        .allSatisfy(one -> assertThat(one).hasStackTraceContaining("query_wait_timeout"));
  }

  private Void workshopNests(CyclicBarrier bothHold) throws Exception {
    workshop.nest(text, bothHold);
    return null;
  }

  @Test
  void rule6_64_handles_on_two_server_connections() throws Exception {
    CountDownLatch allHold = new CountDownLatch(64);

    List<Throwable> failures =
        failures(
            64,
            () -> {
              try (Connection handle = workshop.garage().getConnection()) {
                allHold.countDown();
                assertThat(allHold.await(A_MOMENT.toSeconds(), TimeUnit.SECONDS)).isTrue();
                for (int i = 0; i < 10; i++) {
                  Workshop.insert(handle, text);
                }
              }
              return null;
            });

    assertThat(failures).isEmpty();
    assertThat(workshop.count(text)).isEqualTo(640);
    assertThat(serversInPostgres()).isBetween(1, 2);
  }

  /**
   * The container's own pool grows by a few places at a time, and who is robbed of the ones he had
   * made waited until somebody gave a handle back.
   */
  @Test
  void rule6_no_handle_waits_for_another_while_the_containers_pool_grows() throws Exception {
    for (int threads = 64; threads <= 512; threads += 64) {
      CountDownLatch allHold = new CountDownLatch(threads);

      List<Throwable> failures =
          failures(
              threads,
              () -> {
                try (Connection handle = workshop.garage().getConnection()) {
                  allHold.countDown();
                  assertThat(allHold.await(A_MOMENT.toSeconds(), TimeUnit.SECONDS)).isTrue();
                  assertThat(handle.isClosed()).isFalse();
                }
                return null;
              });

      assertThat(failures).as("%d handles at once", threads).isEmpty();
    }
  }

  private int serversInPostgres() throws SQLException {
    try (Connection handle = workshop.garage().getConnection();
        Statement statement = handle.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where application_name ="
                    + " 'ecar_application'")) {
      result.next();
      return result.getInt(1);
    }
  }

  @Test
  void rule7_prepared_statements_outlive_their_server_connection() throws Exception {
    List<Throwable> failures =
        failures(
            8,
            () -> {
              try (Connection handle = workshop.garage().getConnection();
                  PreparedStatement insert =
                      handle.prepareStatement("insert into entry (text) values (?)")) {
                for (int i = 0; i < 20; i++) {
                  insert.setString(1, text);
                  insert.executeUpdate();
                }
              }
              return null;
            });

    assertThat(failures).isEmpty();
    assertThat(workshop.count(text)).isEqualTo(160);
  }

  @Test
  void rule8_nobody_inherits_anothers_session() throws Exception {
    try (Connection stranger = workshop.garage().getConnection()) {
      run(stranger, "set timezone = 'Pacific/Auckland'");
    }

    try (Connection next = workshop.garage().getConnection();
        Statement statement = next.createStatement();
        ResultSet zone = statement.executeQuery("show timezone")) {
      zone.next();
      assertThat(zone.getString(1)).isNotEqualTo("Pacific/Auckland");
    }
  }

  @Test
  void rule9_idle_servers_that_died_kill_no_innocent() throws Exception {
    workshop.insertInTransaction(text);
    try (Connection handle = workshop.garage().getConnection()) {
      run(
          handle,
          "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name ="
              + " 'ecar_application' and pid <> pg_backend_pid()");
    }

    List<Throwable> failures =
        failures(
            4,
            () -> {
              workshop.insertInTransaction(text);
              return null;
            });

    assertThat(failures).isEmpty();
    assertThat(workshop.count(text)).isEqualTo(5);
  }

  @Test
  void rule10_a_query_timeout_of_the_driver_cancels_through_the_door() throws Exception {
    try (Connection handle = workshop.garage().getConnection();
        Statement statement = handle.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.execute("select pg_sleep(20)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("cancel");
      statement.setQueryTimeout(0);
      assertThat(Workshop.count(handle, text)).isZero();
    }
  }

  @Test
  void the_console_answers_inside_a_transaction_and_harms_nothing() throws SQLException {
    assertThat(workshop.commandInTransaction(text, "SHOW VERSION")).isNotBlank();
    assertThat(workshop.count(text)).isEqualTo(1);
  }

  /** A number of SHOW POOLS for the garage's database. */
  private int shown(String column) throws SQLException {
    try (Connection console = workshop.console().getConnection();
        Statement statement = console.createStatement();
        ResultSet pools = statement.executeQuery("SHOW POOLS")) {
      while (pools.next()) {
        if (pools.getString("database").equals("ecar_db")) {
          return pools.getInt(column);
        }
      }
      return 0;
    }
  }

  private static List<Throwable> failures(int threads, Callable<Void> task) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(executor.submit(task));
      }
      List<Throwable> failures = new ArrayList<>();
      for (Future<Void> one : running) {
        try {
          one.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
          failures.add(failed.getCause());
        }
      }
      return failures;
    } finally {
      executor.shutdownNow();
    }
  }
}
