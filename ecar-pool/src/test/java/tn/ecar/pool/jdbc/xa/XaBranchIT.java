package tn.ecar.pool.jdbc.xa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.PoolFigures;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.jdbc.Await;
import tn.ecar.pool.jdbc.EcarDataSource;

/** Every state of a branch, on a real pool of two server connections and a real PostgreSQL. */
@Timeout(60)
class XaBranchIT {
  private final RealPostgres postgres = RealPostgres.shared();
  private final String text = UUID.randomUUID().toString();
  private final Xid xid = new BranchName(7, encoded(text), encoded("one"));

  @TempDir private Path directory;
  private Pooler pooler;
  private EcarXADataSource source;
  private XAConnection first;

  private static String encoded(String id) {
    return java.util.Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(id.getBytes(StandardCharsets.UTF_8));
  }

  @BeforeAll
  static void createTable() throws SQLException {
    RealPostgres.shared()
        .execute(
            RealPostgres.DATABASE,
            "create table branch_entry (text text, once text, constraint branch_once"
                + " unique (once) deferrable initially deferred)",
            "alter table branch_entry owner to " + RealPostgres.USER);
  }

  @BeforeEach
  void startPool() throws Exception {
    Path userlist = directory.resolve("userlist.txt");
    Files.writeString(
        userlist, "\"" + RealPostgres.USER + "\" \"" + RealPostgres.PASSWORD + "\"\n");
    Path ini = directory.resolve("pool.ini");
    Files.writeString(
        ini,
        """
        [databases]
        ecar_db = host=localhost port=%d dbname=ecar_db
        [pgbouncer]
        auth_type = md5
        auth_file = %s
        pool_mode = transaction
        default_pool_size = 2
        query_wait_timeout = 3
        """
            .formatted(postgres.port(), userlist));
    pooler = Pooler.start("branches", Configuration.read(ini, Map.of()));
    source = source();
    first = source.getXAConnection();
  }

  private EcarXADataSource source() {
    EcarDataSource login =
        new EcarDataSource(
            "branches", RealPostgres.DATABASE, RealPostgres.USER, RealPostgres.PASSWORD);
    return new EcarXADataSource(login::open, Clock.systemUTC());
  }

  @AfterEach
  void stopPool() {
    source.close();
    pooler.close();
  }

  private long rows() throws SQLException {
    return postgres.count(
        RealPostgres.DATABASE, "select count(*) from branch_entry where text = '" + text + "'");
  }

  private void insert(Connection handle) throws SQLException {
    run(handle, "insert into branch_entry (text) values ('" + text + "')");
  }

  private static void run(Connection handle, String sql) throws SQLException {
    try (Statement statement = handle.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int code(ThrowingCallable call) {
    return catchThrowableOfType(XAException.class, call).errorCode;
  }

  private XAResource begun() throws Exception {
    XAResource resource = first.getXAResource();
    resource.start(xid, XAResource.TMNOFLAGS);
    return resource;
  }

  private XAResource worked() throws Exception {
    XAResource resource = begun();
    try (Connection handle = first.getConnection()) {
      insert(handle);
    }
    resource.end(xid, XAResource.TMSUCCESS);
    return resource;
  }

  private int leased() {
    return pooler.operations().pools().stream().mapToInt(PoolFigures::serversActive).sum();
  }

  @Test
  void a_commit_in_one_phase_stays_and_the_branch_is_forgotten() throws Exception {
    worked().commit(xid, true);

    assertThat(rows()).isEqualTo(1);
    assertThat(source.branches()).isZero();
  }

  @Test
  void a_client_that_was_sent_away_while_it_lay_idle_does_no_more_branches() throws Exception {
    worked().commit(xid, true);
    pooler.operations().kill(java.util.Optional.of(RealPostgres.DATABASE));
    pooler.operations().resume(java.util.Optional.of(RealPostgres.DATABASE));
    Await.until(
        "it is sent away",
        () -> pooler.operations().pools().stream().allMatch(pool -> pool.clientsActive() == 0));

    worked().commit(xid, true);

    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void no_branch_inherits_the_warnings_of_anothers_commit() throws Exception {
    postgres.execute(
        RealPostgres.DATABASE,
        "create or replace function warn_late() returns trigger language plpgsql as"
            + " $$ begin raise warning 'late'; return null; end $$",
        "drop trigger if exists warn_late on branch_entry",
        "create constraint trigger warn_late after insert on branch_entry deferrable initially"
            + " deferred for each row when (new.once like 'late%') execute function warn_late()");
    XAResource resource = begun();
    try (Connection handle = first.getConnection()) {
      run(handle, "insert into branch_entry values ('" + text + "', 'late " + text + "')");
    }
    resource.end(xid, XAResource.TMSUCCESS);
    resource.commit(xid, true);

    begun();
    try (Connection handle = first.getConnection()) {
      assertThat((Object) handle.getWarnings()).isNull();
    }
    resource.end(xid, XAResource.TMSUCCESS);
    resource.rollback(xid);
  }

  @Test
  void no_branch_inherits_what_another_made_its_sessions_rule() throws Exception {
    XAResource resource = begun();
    try (Connection handle = first.getConnection()) {
      run(handle, "set session characteristics as transaction isolation level serializable");
    }
    resource.end(xid, XAResource.TMSUCCESS);
    resource.commit(xid, true);

    begun();
    try (Connection handle = first.getConnection();
        Statement statement = handle.createStatement();
        ResultSet row = statement.executeQuery("show transaction_isolation")) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("read committed");
    }
    resource.end(xid, XAResource.TMSUCCESS);
    resource.rollback(xid);
  }

  @Test
  void a_rollback_leaves_nothing() throws Exception {
    worked().rollback(xid);

    assertThat(rows()).isZero();
    assertThat(source.branches()).isZero();
  }

  @Test
  void two_resources_share_one_branch() throws Exception {
    XAConnection second = source.getXAConnection();
    XAResource one = begun();
    insert(first.getConnection());
    assertThat(one.isSameRM(second.getXAResource())).isTrue();
    second.getXAResource().start(xid, XAResource.TMJOIN);
    insert(second.getConnection());
    second.getXAResource().end(xid, XAResource.TMSUCCESS);
    one.end(xid, XAResource.TMSUCCESS);
    one.commit(xid, true);

    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void another_source_is_another_resource_manager() throws Exception {
    try (EcarXADataSource other = source()) {
      assertThat(first.getXAResource().isSameRM(other.getXAConnection().getXAResource())).isFalse();
    }
  }

  @Test
  void prepare_without_work_or_without_writes_is_read_only() throws Exception {
    XAResource resource = begun();
    resource.end(xid, XAResource.TMSUCCESS);
    assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_RDONLY);

    begun();
    run(first.getConnection(), "select 1");
    resource.end(xid, XAResource.TMSUCCESS);
    assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_RDONLY);
    assertThat(source.branches()).isZero();
  }

  @Test
  void a_prepared_branch_holds_no_server_and_another_connection_commits_it() throws Exception {
    XAResource resource = worked();
    assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_OK);
    assertThat(rows()).isZero();

    source.getXAConnection().getXAResource().commit(xid, false);

    assertThat(rows()).isEqualTo(1);
    assertThat(code(() -> resource.commit(xid, false))).isEqualTo(XAException.XAER_NOTA);
  }

  @Test
  void a_prepared_branch_is_committed_though_every_server_waits_for_its_locks() throws Exception {
    postgres.execute(
        RealPostgres.DATABASE, "insert into branch_entry (text) values ('" + text + " shared')");
    String lock = "update branch_entry set once = null where text = '" + text + " shared'";
    XAResource resource = begun();
    try (Connection handle = first.getConnection()) {
      run(handle, lock);
    }
    resource.end(xid, XAResource.TMSUCCESS);
    resource.prepare(xid);
    List<CompletableFuture<Void>> blocked =
        List.of(
            CompletableFuture.runAsync(() -> lockInTransactionOfItsOwn(lock)),
            CompletableFuture.runAsync(() -> lockInTransactionOfItsOwn(lock)));
    awaitBlocked(2);

    resource.commit(xid, false);

    for (CompletableFuture<Void> one : blocked) {
      one.get(30, TimeUnit.SECONDS);
    }
    assertThat(pooler.operations().servers()).as("the third server is gone").hasSize(2);
  }

  private void lockInTransactionOfItsOwn(String lock) {
    try (Connection connection = source.getXAConnection().getConnection()) {
      run(connection, lock);
    } catch (SQLException refused) {
      throw new IllegalStateException(refused);
    }
  }

  private void awaitBlocked(int many) throws SQLException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (postgres.count(
            "postgres", "select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
        < many) {
      assertThat(System.nanoTime()).as("blocked in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void a_prepared_branch_rolls_back() throws Exception {
    XAResource resource = worked();
    resource.prepare(xid);
    resource.rollback(xid);

    assertThat(rows()).isZero();
  }

  @Test
  void after_a_crash_between_prepare_and_commit_the_branch_is_recovered() throws Exception {
    worked().prepare(xid);
    source.close();
    pooler.close();
    startPool();

    XAResource reborn = first.getXAResource();
    Xid found =
        Arrays.stream(reborn.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN))
            .filter(one -> one.equals(xid))
            .findFirst()
            .orElseThrow();
    reborn.commit(found, false);

    assertThat(rows()).isEqualTo(1);
    assertThat(reborn.recover(XAResource.TMNOFLAGS)).isEmpty();
  }

  @Test
  void an_end_by_somebody_else_is_told_as_heuristic() throws Exception {
    XAResource resource = worked();
    resource.prepare(xid);
    postgres.execute(
        RealPostgres.DATABASE, "rollback prepared '" + BranchName.of(xid).identifier() + "'");

    assertThat(code(() -> resource.commit(xid, false))).isEqualTo(XAException.XA_HEURRB);
    resource.forget(xid);
    assertThat(code(() -> resource.forget(xid))).isEqualTo(XAException.XAER_NOTA);
  }

  @Test
  void a_suspended_branch_is_resumed_where_it_was() throws Exception {
    XAResource resource = begun();
    insert(first.getConnection());
    resource.end(xid, XAResource.TMSUSPEND);
    resource.start(xid, XAResource.TMRESUME);
    insert(first.getConnection());
    resource.end(xid, XAResource.TMSUCCESS);
    resource.commit(xid, true);

    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void what_is_against_the_order_is_refused() throws Exception {
    XAResource resource = begun();
    XAResource other = source.getXAConnection().getXAResource();
    assertThat(code(() -> other.start(xid, XAResource.TMNOFLAGS)))
        .isEqualTo(XAException.XAER_DUPID);
    assertThat(code(() -> other.start(xid, XAResource.TMRESUME))).isEqualTo(XAException.XAER_PROTO);
    assertThat(code(() -> resource.commit(xid, true))).isEqualTo(XAException.XAER_PROTO);
    resource.end(xid, XAResource.TMSUCCESS);
    assertThat(code(() -> resource.end(xid, XAResource.TMSUCCESS)))
        .isEqualTo(XAException.XAER_PROTO);
    resource.rollback(xid);
    assertThat(code(() -> resource.end(xid, XAResource.TMSUCCESS)))
        .isEqualTo(XAException.XAER_NOTA);
    assertThat(code(() -> resource.rollback(xid))).isEqualTo(XAException.XAER_NOTA);
  }

  @Test
  void a_failed_association_can_only_roll_back() throws Exception {
    XAResource resource = begun();
    insert(first.getConnection());
    resource.end(xid, XAResource.TMFAIL);

    assertThat(code(() -> resource.commit(xid, true))).isEqualTo(XAException.XA_RBROLLBACK);
    assertThat(rows()).isZero();
  }

  @Test
  void a_broken_constraint_at_commit_is_an_integrity_rollback() throws Exception {
    XAResource resource = begun();
    Connection handle = first.getConnection();
    for (int i = 0; i < 2; i++) {
      run(handle, "insert into branch_entry values ('" + text + "', '" + text + "')");
    }
    resource.end(xid, XAResource.TMSUCCESS);

    assertThat(code(() -> resource.commit(xid, true))).isEqualTo(XAException.XA_RBINTEGRITY);
    assertThat(rows()).isZero();
  }

  @Test
  void a_loss_noticed_before_commit_is_a_rollback() throws Exception {
    XAResource resource = begun();
    Connection handle = first.getConnection();
    insert(handle);
    kill();
    assertThatThrownBy(() -> insert(handle)).isInstanceOf(SQLException.class);
    resource.end(xid, XAResource.TMSUCCESS);

    assertThat(code(() -> resource.commit(xid, true))).isEqualTo(XAException.XA_RBROLLBACK);
    assertThat(rows()).isZero();
  }

  @Test
  void a_loss_during_commit_is_never_told_as_a_rollback() throws Exception {
    XAResource resource = worked();
    kill();

    assertThat(code(() -> resource.commit(xid, true))).isEqualTo(XAException.XA_HEURHAZ);
    resource.forget(xid);
    assertThat(source.branches()).isZero();
  }

  private void kill() throws SQLException {
    postgres.execute(
        RealPostgres.DATABASE,
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name ="
            + " 'ecar_application'");
  }

  @Test
  void a_time_limit_cancels_what_runs_and_dooms_the_branch() throws Exception {
    first.getXAResource().setTransactionTimeout(1);
    XAResource resource = begun();
    Instant begun = Instant.now();
    Connection handle = first.getConnection();
    insert(handle);
    assertThatThrownBy(() -> run(handle, "select pg_sleep(20)")).isInstanceOf(SQLException.class);
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(2));
    assertThatThrownBy(() -> insert(handle)).hasMessageContaining("time limit");
    resource.end(xid, XAResource.TMSUCCESS);

    assertThat(code(() -> resource.commit(xid, true))).isEqualTo(XAException.XA_RBTIMEOUT);
    assertThat(rows()).isZero();
  }

  @Test
  void a_stranger_that_ends_and_rolls_back_leaves_no_rows_behind() throws Exception {
    XAResource resource = begun();
    Connection handle = first.getConnection();
    insert(handle);
    CompletableFuture.runAsync(() -> endAndRollBack(resource)).get(10, TimeUnit.SECONDS);

    assertThatThrownBy(() -> insert(handle)).isInstanceOf(SQLException.class);
    handle.close();
    assertThat(rows()).isZero();
    assertThat(source.branches()).isZero();
    assertThat(leased()).isZero();
  }

  private void endAndRollBack(XAResource resource) {
    try {
      resource.end(xid, XAResource.TMSUCCESS);
      resource.rollback(xid);
    } catch (XAException refused) {
      throw new IllegalStateException(refused);
    }
  }

  @Test
  void start_leases_nothing_and_commit_of_nothing_neither() throws Exception {
    XAResource resource = begun();
    try (Connection handle = first.getConnection()) {
      assertThat(handle.getAutoCommit()).isFalse();
      assertThat(leased()).isZero();
      insert(handle);
      assertThat(leased()).isEqualTo(1);
    }
    resource.end(xid, XAResource.TMSUCCESS);
    resource.rollback(xid);
    assertThat(leased()).isZero();
  }

  @Test
  void a_handle_cannot_end_a_branch_and_its_statements_end_with_it() throws Exception {
    XAResource resource = begun();
    Connection handle = first.getConnection();
    Statement statement = handle.createStatement();
    assertThatThrownBy(handle::commit).hasMessageContaining("the server manages");
    assertThatThrownBy(() -> handle.setAutoCommit(true)).hasMessageContaining("the server manages");
    insert(handle);
    resource.end(xid, XAResource.TMSUCCESS);
    resource.rollback(xid);

    assertThat(statement.isClosed()).isTrue();
    assertThat(handle.getAutoCommit()).isTrue();
  }
}
