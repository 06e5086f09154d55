package tn.ecar.application;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Code that is no part of the pool, so that a place in it can be named. */
public final class Application {
  private Application() {}

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
