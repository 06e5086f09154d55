package tn.ecar.pool.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.RealPostgres;

/** The bench runs and writes what it promises; how fast anything is, is not asked here. */
class JdbcBenchIT {
  /** PostgreSQL reads the rows: who else could say that they are JSON. */
  private static final String ROWS =
      """
      select count(*) as rows,
             count(distinct line) as lines,
             bool_and(line ~ '^\\([abef]\\) .*, .*') as titled,
             bool_and(unit in ('op/s', 'µs', 'ns/op', 'B/op')) as in_units,
             bool_and(peer_name in ('HikariCP', 'Agroal')) as named,
             bool_and(ours >= 0 and peer >= 0) as measured,
             bool_and(0 < low and low <= ratio and ratio <= high) as compared
        from json_to_recordset(cast(? as json))
          as (line text, unit text, ours float8, peer float8, peer_name text,
              ratio float8, low float8, high float8)
      """;

  private static final int ROWS_WITH_STATEMENTS = 5;
  private static final int ROWS_WITHOUT = 2;
  private static final int PEERS = 2;

  /** What is measured here is thrown away: another bench on this machine disturbs nobody. */
  @BeforeAll
  static void runBesideOtherBenches() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  @Test
  void writesARowForEachMeasureOfEachLineAndPeer(@TempDir Path directory) throws Exception {
    Path json = directory.resolve("rows.json");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    JdbcBench.run(
        Options.parse(
            ("--quick --lines abef --threads 2 --peers HIKARICP,AGROAL --rounds 2 --slice 50"
                    + " --warm-ups 1 --json "
                    + json)
                .split(" ", -1)),
        new PrintStream(printed, true, StandardCharsets.UTF_8));

    int measures = 3 * ROWS_WITH_STATEMENTS + ROWS_WITHOUT;
    checkRows(Files.readString(json), measures, measures * PEERS);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("### (a) autocommit SELECT by key, 2 threads", "| **ECAR : HikariCP** |");
  }

  /** Rows of the one way must never be taken for rows of the other. */
  @Test
  void saysOfEveryLineThatEcarWentByTheUnixSocket(@TempDir Path directory) throws Exception {
    Path json = directory.resolve("rows.json");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    JdbcBench.run(
        Options.parse(
            ("--quick --lines a --threads 2 --peers HIKARICP --rounds 2 --slice 50 --warm-ups 1"
                    + " --unix --json "
                    + json)
                .split(" ", -1)),
        new PrintStream(printed, true, StandardCharsets.UTF_8));
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("### (a) autocommit SELECT by key, 2 threads, ECAR by unix socket");
    assertThat(Files.readString(json).lines().filter(row -> row.contains("line")))
        .hasSize(ROWS_WITH_STATEMENTS)
        .allMatch(row -> row.contains(", ECAR by unix socket, "));
  }

  private static void checkRows(String json, int lines, int rows) throws SQLException {
    try (Connection connection = RealPostgres.shared().superuser("postgres");
        PreparedStatement query = connection.prepareStatement(ROWS)) {
      query.setString(1, json);
      try (ResultSet sums = query.executeQuery()) {
        sums.next();
        assertThat(sums.getInt("rows")).isEqualTo(rows);
        assertThat(sums.getInt("lines")).isEqualTo(lines);
        for (String claim : new String[] {"titled", "in_units", "named", "measured", "compared"}) {
          assertThat(sums.getBoolean(claim)).as(claim).isTrue();
        }
      }
    }
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> Options.parse("--line", "a")).hasMessage("no option --line");
    assertThatThrownBy(() -> Options.parse("--rounds", "0"))
        .hasMessage("--rounds wants a positive number, not 0");
    assertThatThrownBy(() -> Options.parse("--lines", "z"))
        .hasMessage("no line z: there are a, b, c, d, e and f");
    assertThatThrownBy(() -> Options.parse("--peers", "c3p0")).hasMessageStartingWith("no peer");
  }
}
