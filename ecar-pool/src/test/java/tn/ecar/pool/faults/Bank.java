package tn.ecar.pool.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import tn.ecar.pool.PoolFigures;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.jdbc.EcarDataSource;
import tn.ecar.pool.jdbc.xa.EcarXADataSource;

/**
 * A bank whose tellers all move money at once through one pool, while a test does harm. It opens
 * with two hundred equal accounts; when it closes, its books must balance.
 */
final class Bank implements AutoCloseable {
  private static final String NAME = "bank";
  private static final int TELLERS_OF_A_KIND = 4;

  private final OwnPostgres postgres;
  private final Pooler pooler;
  private final EcarXADataSource branches;
  private final Journal journal = new Journal();
  private final ExecutorService tellers = Executors.newFixedThreadPool(3 * TELLERS_OF_A_KIND);
  private final List<Future<?>> work = new ArrayList<>();
  private volatile boolean closing;

  Bank(OwnPostgres postgres, Path directory) throws IOException, SQLException {
    this.postgres = postgres;
    postgres.execute(
        "drop database if exists " + NAME + " with (force)",
        "create database " + NAME + " owner " + OwnPostgres.USER);
    createAccounts();
    pooler = Pooler.start(NAME, Configuration.read(ini(directory), Map.of()));
    EcarDataSource source = new EcarDataSource(NAME, NAME, OwnPostgres.USER, null);
    branches = new EcarXADataSource(source::open, Clock.systemUTC());
    for (int i = 0; i < TELLERS_OF_A_KIND; i++) {
      employ(Teller.plain(source));
      employ(Teller.onePhase(branches));
      employ(Teller.twoPhase(branches));
    }
  }

  private void createAccounts() throws SQLException {
    try (Connection connection = postgres.connect(NAME, OwnPostgres.USER);
        Statement statement = connection.createStatement()) {
      statement.execute("create table account (id int primary key, balance bigint not null)");
      statement.execute(
          "create table transfer (id uuid primary key, debit int not null, credit int not null,"
              + " amount int not null)");
      statement.execute(
          "insert into account select n, "
              + Transfer.OPENING_BALANCE
              + " from generate_series(0, "
              + (Transfer.ACCOUNTS - 1)
              + ") n");
    }
  }

  private Path ini(Path directory) throws IOException {
    Path userlist = directory.resolve("users.txt");
    Files.writeString(userlist, "\"" + OwnPostgres.USER + "\" \"\"\n");
    return Files.writeString(
        directory.resolve("bank.ini"),
        """
        [databases]
        bank = host=127.0.0.1 port=%d dbname=bank
        [pgbouncer]
        auth_type = trust
        auth_file = %s
        pool_mode = transaction
        default_pool_size = 6
        server_login_retry = 1
        server_connect_timeout = 5
        query_wait_timeout = 5
        """
            .formatted(postgres.port(), userlist));
  }

  private void employ(Teller teller) {
    work.add(
        tellers.submit(
            () -> {
              while (!closing) {
                int failuresBefore = journal.failures();
                teller.transfer(Transfer.random(), journal);
                if (journal.failures() > failuresBefore) {
                  // A bank whose database is away does not ask it a thousand times a second.
                  LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
                }
              }
            }));
  }

  Journal journal() {
    return journal;
  }

  /** Servers of this pool by their process numbers, as PostgreSQL sees them. */
  List<Integer> backends() throws SQLException {
    List<Integer> pids = new ArrayList<>();
    try (Connection connection = postgres.connect("postgres", "postgres");
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select pid from pg_stat_activity where application_name = 'ecar_application'")) {
      while (found.next()) {
        pids.add(found.getInt(1));
      }
    }
    return pids;
  }

  /** Sends the tellers home and looks into the books. */
  void closeAndAudit() throws Exception {
    sendHome();
    assertThat(branches.branches()).as("branches left").isZero();
    assertThat(postgres.count(NAME, "select count(*) from pg_prepared_xacts"))
        .as("prepared transactions left")
        .isZero();
    assertThat(postgres.count(NAME, "select sum(balance) from account"))
        .as("sum of all accounts")
        .isEqualTo((long) Transfer.ACCOUNTS * Transfer.OPENING_BALANCE);
    assertThat(
            postgres.count(
                NAME,
                "select count(*) from account a where balance <> "
                    + Transfer.OPENING_BALANCE
                    + " + (select coalesce(sum(amount), 0) from transfer where credit = a.id)"
                    + " - (select coalesce(sum(amount), 0) from transfer where debit = a.id)"))
        .as("accounts that differ from their transfers")
        .isZero();
    Set<UUID> written = written();
    assertThat(written).as("acknowledged is there").containsAll(journal.acknowledged());
    Set<UUID> zombies = new HashSet<>(journal.refused());
    zombies.retainAll(written);
    assertThat(zombies).as("refused is not there").isEmpty();
    assertCountsAreListLengths();
  }

  private void sendHome() throws InterruptedException, TimeoutException, ExecutionException {
    closing = true;
    for (Future<?> one : work) {
      one.get(60, TimeUnit.SECONDS);
    }
  }

  private Set<UUID> written() throws SQLException {
    Set<UUID> ids = new HashSet<>();
    try (Connection connection = postgres.connect(NAME, "postgres");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select id from transfer")) {
      while (rows.next()) {
        ids.add(rows.getObject(1, UUID.class));
      }
    }
    return ids;
  }

  /** Nobody works any more: every figure must be what the lists and PostgreSQL itself say. */
  private void assertCountsAreListLengths() throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (busy() && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    PoolFigures pool = pool();
    var operations = pooler.operations();
    assertThat(busy()).as("somebody still works: " + pool).isFalse();
    int servers = pool.serversIdle() + pool.serversUsed() + pool.serversTested();
    assertThat(operations.servers()).hasSize(servers);
    assertThat(operations.databases().get(0).serverConnections()).isEqualTo(servers);
    assertThat(backends()).hasSize(servers);
    assertThat(operations.clients()).hasSize(pool.clientsActive());
  }

  private boolean busy() {
    PoolFigures pool = pool();
    return pool.serversActive()
            + pool.serversLogin()
            + pool.serversTested()
            + pool.serversBeingCanceled()
            + pool.serversActiveCancel()
            + pool.clientsWaiting()
        > 0;
  }

  private PoolFigures pool() {
    return pooler.operations().pools().get(0);
  }

  @Override
  public void close() {
    closing = true;
    tellers.shutdownNow();
    branches.close();
    pooler.close();
  }
}
