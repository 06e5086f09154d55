package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.sql.XAConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tn.ecar.pool.LeakReport;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.jdbc.xa.EcarXADataSource;
import workshop.ForgetfulCode;

/** Code that keeps what it should give back is named. On the real PostgreSQL. */
@Timeout(60)
class LeaksIT {
  private static final String THRESHOLD = "leak_threshold = 0.3";

  private static List<LeakReport> leaks(Pools pools) {
    return pools.pooler().operations().leaks();
  }

  private static void awaits(Pools pools, LeakReport.Kind kind, String place) throws Exception {
    Await.until(
        kind + " at " + place,
        () ->
            leaks(pools).stream()
                .anyMatch(leak -> leak.kind() == kind && leak.place().contains(place)));
  }

  @Test
  void aConnectionKeptOpenNamesTheCodeThatTookIt() throws Exception {
    try (Pools pools = Pools.with(THRESHOLD)) {
      EcarDataSource source = pools.source();
      try (Connection kept = ForgetfulCode.takes(source)) {
        awaits(pools, LeakReport.Kind.OPEN_HANDLE, "ForgetfulCode.takes(ForgetfulCode.java:");
        assertThat(kept.isClosed()).isFalse();
      }
      LeakReport leak = leaks(pools).get(0);
      assertThat(leak.database()).isEqualTo("ecar_db");
      assertThat(leak.user()).isEqualTo("ecar_user");
      assertThat(leak.count()).isEqualTo(1);
      assertThat(leak.longest().toMillis()).isGreaterThanOrEqualTo(300);
    }
  }

  @Test
  void aReusedConnectionNamesTheCodeThatHasItNow() throws Exception {
    try (Pools pools = Pools.with(THRESHOLD)) {
      EcarDataSource source = pools.source();
      source.getConnection().close();
      try (Connection kept = ForgetfulCode.takes(source)) {
        awaits(pools, LeakReport.Kind.OPEN_HANDLE, "ForgetfulCode.takes");
        assertThat(kept.isClosed()).isFalse();
      }
      assertThat(leaks(pools)).hasSize(1);
    }
  }

  @Test
  void whatIsGivenBackInTimeIsNoLeak() throws Exception {
    try (Pools pools = Pools.with("leak_threshold = 10")) {
      EcarDataSource source = pools.source();
      for (int i = 0; i < 1000; i++) {
        ForgetfulCode.takes(source).close();
      }
      // One that is a leak: when it is told, the others would have been as well.
      ForgetfulCode.forgetsInsideATransaction(source);
      Await.until(
          "that one is collected",
          () -> {
            System.gc();
            return !leaks(pools).isEmpty();
          });
      assertThat(leaks(pools)).hasSize(1);
      assertThat(leaks(pools).get(0).count()).isEqualTo(1);
      assertThat(leaks(pools).get(0).place()).contains("forgetsInsideATransaction");
    }
  }

  @Test
  void whatIsAbortedWasReportedAsNeverClosed() throws Exception {
    try (Pools pools = Pools.with("leak_threshold = 1000")) {
      EcarDataSource source = pools.source();
      ForgetfulCode.takes(source).abort(Runnable::run);
      // One that is a leak: when it is told, the other would have been as well.
      ForgetfulCode.forgetsInsideATransaction(source);
      Await.until(
          "that one is collected",
          () -> {
            System.gc();
            return !leaks(pools).isEmpty();
          });
      assertThat(leaks(pools)).hasSize(1);
      assertThat(leaks(pools).get(0).place()).contains("forgetsInsideATransaction");
    }
  }

  /** Its transaction is rolled back, or the only server would be lost for ever. */
  @Test
  void aConnectionCollectedUnclosedIsNamedAndItsServerComesBack() throws Exception {
    try (Pools pools = Pools.with("leak_threshold = 1000", "default_pool_size = 1")) {
      EcarDataSource source = pools.source();
      ForgetfulCode.forgetsInsideATransaction(source);
      assertThat(pools.figures().serversActive()).isEqualTo(1);
      Await.until(
          "the handle is collected",
          () -> {
            System.gc();
            return !leaks(pools).isEmpty();
          });
      awaits(pools, LeakReport.Kind.UNCLOSED_HANDLE, "ForgetfulCode.forgetsInsideATransaction");
      try (Connection next = source.getConnection();
          Statement statement = next.createStatement()) {
        assertThat(statement.execute("select 1")).isTrue();
      }
    }
  }

  @Test
  void aTransactionLeftOpenNamesTheCodeThatHoldsIt() throws Exception {
    try (Pools pools = Pools.with(THRESHOLD)) {
      EcarDataSource source = pools.source();
      try (Connection kept = ForgetfulCode.takes(source);
          Statement statement = kept.createStatement()) {
        kept.setAutoCommit(false);
        statement.execute("select 1");
        awaits(pools, LeakReport.Kind.OPEN_TRANSACTION, "ForgetfulCode.takes");
        kept.commit();
        statement.execute("select 1");
        Await.until(
            "the second transaction",
            () ->
                leaks(pools).stream()
                    .anyMatch(
                        leak ->
                            leak.kind() == LeakReport.Kind.OPEN_TRANSACTION && leak.count() == 2));
      }
    }
  }

  @Test
  void aHandleOfAContainerNamesTheCodeToo() throws Exception {
    try (Pools pools = Pools.with(THRESHOLD);
        EcarXADataSource source =
            new EcarXADataSource(
                pools.source()::open,
                handle -> pools.pooler().leaks().watch(handle, "ecar_db", "ecar_user", null),
                Clock.systemUTC())) {
      XAConnection connection = source.getXAConnection();
      Connection kept = ForgetfulCode.takes(connection);
      awaits(pools, LeakReport.Kind.OPEN_HANDLE, "ForgetfulCode.takes");
      assertThat(kept.isClosed()).isFalse();
      connection.close();
      awaits(pools, LeakReport.Kind.UNCLOSED_HANDLE, "ForgetfulCode.takes");
    }
  }

  @Test
  void nobodyIsWatchedUnlessAsked() throws Exception {
    try (Pools pools = Pools.with()) {
      EcarDataSource source = pools.source();
      try (Connection kept = ForgetfulCode.takes(source)) {
        assertThat(pools.pooler().leaks().watch(kept, "ecar_db", "ecar_user", null)).isNull();
      }
      assertThat(leaks(pools)).isEmpty();
    }
  }

  @Test
  void showLeaksAndTheMetricsTellTheSame() throws Exception {
    try (Pools pools = Pools.with(THRESHOLD, "admin_users = ecar_user");
        Connection kept = ForgetfulCode.takes(pools.source())) {
      awaits(pools, LeakReport.Kind.OPEN_HANDLE, "ForgetfulCode.takes");
      assertThat(kept.isClosed()).isFalse();
      assertThat(console(pools, "SHOW LEAKS", 3)).contains("open_handle");
      assertThat(console(pools, "SHOW LEAKS", 6)).anyMatch(at -> at.contains("ForgetfulCode"));
      assertThat(console(pools, "SHOW METRICS", 1))
          .anyMatch(line -> line.startsWith("ecar_pool_leaks_total{kind=\"open_handle\"} "));
    }
  }

  private static List<String> console(Pools pools, String command, int column) throws SQLException {
    EcarDataSource console =
        new EcarDataSource(
            pools.pooler().name(), "pgbouncer", RealPostgres.USER, RealPostgres.PASSWORD);
    List<String> values = new ArrayList<>();
    try (console;
        Connection connection = console.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(command)) {
      while (result.next()) {
        values.add(result.getString(column));
      }
    }
    return values;
  }
}
