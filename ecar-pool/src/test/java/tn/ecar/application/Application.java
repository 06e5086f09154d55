package tn.ecar.application;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Code that is no part of the pool, so that a place in it can be named. */
public final class Application {
  private Application() {}

  /** Takes a connection. */
  public static Connection take(DataSource source) throws SQLException {
    return source.getConnection();
  }

  /** Does the same from another place. */
  public static Connection takeElsewhere(DataSource source) throws SQLException {
    return source.getConnection();
  }

  /** Runs statements on one connection. */
  public static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Does the same from another place. */
  public static void runElsewhere(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
