package tn.ecar.pool.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tn.ecar.pool.PoolFigures;

/** Commands that fail in a way that nobody has foreseen: whoever has asked waits for an answer. */
@Timeout(30)
class UnforeseenTest {
  private LoopbackDoor door;

  /** One with a mistake in a table and in a command. */
  private static final class Mistaken extends RecordedPooler {
    @Override
    public List<PoolFigures> pools() {
      throw new IllegalStateException("a figure is missing");
    }

    @Override
    public void reconnect(Optional<String> database) {
      throw new NullPointerException("a pool is missing");
    }
  }

  @BeforeEach
  void open() throws IOException {
    door = new LoopbackDoor(new Console(new Mistaken()), ConsoleRole.ADMIN);
  }

  @AfterEach
  void close() throws IOException {
    door.close();
  }

  @ParameterizedTest
  @CsvSource({
    "simple, SHOW POOLS, a figure is missing",
    "extended, SHOW POOLS, a figure is missing",
    "simple, RECONNECT, a pool is missing",
    "extended, RECONNECT, a pool is missing",
  })
  void whoseCommandFailedUnforeseenGotNoAnswer(String mode, String command, String why)
      throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://localhost:"
                    + door.port()
                    + "/pgbouncer?user=pgbouncer&sslmode=disable&socketTimeout=10&preferQueryMode="
                    + mode);
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(command))
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("XX000"))
          .hasMessageContaining("the command failed, see logs for additional details")
          .hasMessageContaining("nobody foresaw this")
          .hasMessageContaining(why);
      try (ResultSet next = statement.executeQuery("SHOW VERSION")) {
        assertThat(next.next()).isTrue();
      }
    }
  }

  /** What an exception says of the pool's insides is for who may change it. */
  @Test
  void whoMayOnlyLookWasToldWhatTheExceptionSays() throws Exception {
    try (LoopbackDoor looking = new LoopbackDoor(new Console(new Mistaken()), ConsoleRole.STATS);
        Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://localhost:"
                    + looking.port()
                    + "/pgbouncer?user=pgbouncer&sslmode=disable&socketTimeout=10");
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("SHOW POOLS"))
          .hasMessageContaining("the command failed, see logs for additional details")
          .message()
          .doesNotContain("a figure is missing");
    }
  }
}
