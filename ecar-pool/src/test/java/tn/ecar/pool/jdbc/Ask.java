package tn.ecar.pool.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Short ways to ask a statement something. */
final class Ask {
  private Ask() {}

  static SQLException failureOf(Statement statement, String sql) {
    try {
      statement.execute(sql);
      throw new AssertionError("no error from " + sql);
    } catch (SQLException failure) {
      return failure;
    }
  }

  static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }
}
