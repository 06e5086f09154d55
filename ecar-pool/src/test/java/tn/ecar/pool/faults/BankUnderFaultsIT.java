package tn.ecar.pool.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twelve tellers move money through six server connections: by plain connections, by branches of
 * one phase and of two. Whatever is done to PostgreSQL meanwhile, no money appears or vanishes,
 * what was acknowledged is there, what was refused is not, and the pool recovers by itself.
 */
@Timeout(180)
class BankUnderFaultsIT {
  @TempDir private static Path directory;
  private static OwnPostgres postgres;

  @BeforeAll
  static void start() throws IOException, SQLException {
    postgres = new OwnPostgres(directory.resolve("data"));
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Test
  void every_server_connection_is_killed_in_turn() throws Exception {
    try (Bank bank = new Bank(postgres, directory)) {
      bank.journal().awaitAcknowledged(50);
      for (int round = 0; round < 4; round++) {
        for (int pid : bank.backends()) {
          postgres.execute("select pg_terminate_backend(" + pid + ")");
          bank.journal().awaitAcknowledged(10);
        }
      }
      bank.journal().awaitAcknowledged(100);
      bank.closeAndAudit();
      assertThat(bank.journal().failures()).as("the kills hit somebody").isPositive();
    }
  }

  @Test
  void the_server_is_restarted() throws Exception {
    try (Bank bank = new Bank(postgres, directory)) {
      for (int restart = 0; restart < 2; restart++) {
        bank.journal().awaitAcknowledged(50);
        postgres.stop();
        bank.journal().awaitRefused(5);
        postgres.start();
        bank.journal().awaitAcknowledged(100);
      }
      bank.closeAndAudit();
    }
  }

  @Test
  void the_server_has_no_connection_left() throws Exception {
    List<Connection> crowd = new ArrayList<>();
    try (Bank bank = new Bank(postgres, directory)) {
      bank.journal().awaitAcknowledged(50);
      crowdOut(bank, crowd);
      bank.journal().awaitRefused(20);
      for (Connection one : crowd) {
        one.close();
      }
      bank.journal().awaitAcknowledged(200);
      bank.closeAndAudit();
      assertThat(bank.journal().reasons())
          .anyMatch(told -> told.contains("connection slots are reserved"));
    } finally {
      for (Connection one : crowd) {
        one.close();
      }
    }
  }

  /** Takes every place at the server, also those that the pool's own connections leave. */
  private static void crowdOut(Bank bank, List<Connection> crowd) throws SQLException {
    while (true) {
      try {
        crowd.add(postgres.connect("postgres", OwnPostgres.USER));
      } catch (SQLException full) {
        List<Integer> backends = bank.backends();
        if (backends.isEmpty()) {
          return;
        }
        postgres.execute("select pg_terminate_backend(" + backends.get(0) + ", 5000)");
      }
    }
  }
}
