package tn.ecar.batch.rotation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import tn.ecar.garage.persistence.PoolResources;

/**
 * The pool's console, as far as it changes passwords. The secrets are made, journalled and handed
 * out over there, beside the userlist; none of them ever passes through here.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
class RotationConsole {
  private static final String CONSOLE = "pgbouncer";

  /** What can stand behind a word of the console. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.$-]+");

  private final Supplier<DataSource> console;

  /** The console of this server's pool. */
  RotationConsole() {
    this(PoolResources::console);
  }

  RotationConsole(Supplier<DataSource> console) {
    this.console = console;
  }

  /** The users whose servers the pool keeps, by name. */
  List<String> pooledUsers() throws SQLException {
    return ask(
            "SHOW POOLS",
            row -> row.getString("database").equals(CONSOLE) ? "" : row.getString("user"))
        .stream()
        .filter(user -> !user.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  /** The rotations that have not ended. */
  List<Rotation> rotations() throws SQLException {
    return ask(
        "SHOW ROTATIONS",
        row ->
            new Rotation(
                row.getString("user"),
                row.getString("step").toUpperCase(Locale.ROOT),
                row.getString("form"),
                Instant.parse(row.getString("begun")),
                Instant.parse(row.getString("forget_at")),
                row.getString("pgpass_file")));
  }

  /**
   * Looks whether a rotation would work; changes nothing.
   *
   * @throws SQLException with the pool's sentence about what is in the way
   */
  void check(String user) throws SQLException {
    command("ROTATE_CHECK", user);
  }

  /** Gives the user a new secret, or goes on where it was cut off. */
  void rotate(String user) throws SQLException {
    command("ROTATE", user);
  }

  /** Ends the window: the old secret is refused from now on. */
  void end(String user) throws SQLException {
    command("ROTATE_END", user);
  }

  private void command(String word, String user) throws SQLException {
    if (!NAME.matcher(user).matches()) {
      throw new SQLException(
          "The console cannot be told the name '" + user + "': rotate this user by hand.");
    }
    try (Connection connection = console.get().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(word + " " + user);
    }
  }

  private <T> List<T> ask(String show, Line<T> line) throws SQLException {
    try (Connection connection = console.get().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(show)) {
      List<T> lines = new ArrayList<>();
      while (row.next()) {
        lines.add(line.of(row));
      }
      return lines;
    }
  }

  /** Makes a value of a line. */
  private interface Line<T> {
    T of(ResultSet row) throws SQLException;
  }
}
