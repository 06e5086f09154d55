package tn.ecar.pool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.auth.Md5;
import tn.ecar.pool.jdbc.EcarDataSource;

/**
 * The garage's own ini, unchanged, with a userlist of md5 hashes as it has one: environment
 * variables alone say where PostgreSQL and the userlist are.
 */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class SeedIT {
  private static final int CLIENTS = 64;
  private static final int POOL_AND_RESERVE = 30;
  private static final String OURS =
      "select count(*) from pg_stat_activity"
          + " where application_name = 'ecar_application' and usename = 'md5_user'";

  @TempDir Path directory;
  private final RealPostgres postgres = RealPostgres.shared();
  private Pooler pooler;

  @BeforeEach
  void start() throws IOException {
    Path users = directory.resolve("userlist.txt");
    String hash = Md5.hash(RealPostgres.MD5_USER, RealPostgres.PASSWORD).text();
    Files.writeString(users, "\"" + RealPostgres.MD5_USER + "\" \"" + hash + "\"\n");
    pooler =
        Pooler.start(
            "seed",
            Configuration.read(
                null,
                Map.of(
                    "ECAR_POOL_AUTH_FILE", users.toString(),
                    "PGHOST", "localhost",
                    "PGPORT", Integer.toString(postgres.port()))));
  }

  @AfterEach
  void stop() {
    pooler.close();
  }

  private static Connection connect(String password) throws SQLException {
    return new EcarDataSource("seed", RealPostgres.DATABASE, RealPostgres.MD5_USER, password)
        .getConnection();
  }

  @Test
  void clients_and_servers_log_in_by_the_md5_hash_alone() throws SQLException {
    try (Connection connection = connect(RealPostgres.PASSWORD);
        Statement statement = connection.createStatement();
        ResultSet user = statement.executeQuery("select current_user")) {
      assertThat(user.next()).isTrue();
      assertThat(user.getString(1)).isEqualTo(RealPostgres.MD5_USER);
    }
    assertThatThrownBy(() -> connect("guessed"))
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void many_clients_never_hold_more_servers_than_pool_and_reserve() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        work.add(SeedIT::fiftyQueries);
      }
      List<Future<Integer>> running = new ArrayList<>();
      work.forEach(each -> running.add(threads.submit(each)));
      long most = 0;
      while (running.stream().anyMatch(each -> !each.isDone())) {
        most = Math.max(most, postgres.count("postgres", OURS));
      }
      for (Future<Integer> each : running) {
        assertThat(each.get()).isEqualTo(50);
      }
      assertThat(most).isBetween(1L, (long) POOL_AND_RESERVE);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Integer fiftyQueries() throws SQLException {
    int answers = 0;
    try (Connection connection = connect(RealPostgres.PASSWORD);
        Statement statement = connection.createStatement()) {
      while (answers < 50) {
        try (ResultSet row = statement.executeQuery("select pg_sleep(0.002)")) {
          answers += row.next() ? 1 : 0;
        }
      }
    }
    return answers;
  }
}
