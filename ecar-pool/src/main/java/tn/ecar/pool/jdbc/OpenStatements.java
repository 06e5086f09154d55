package tn.ecar.pool.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** The statements opened through a handle: whatever of them is still open ends with it. */
final class OpenStatements {
  private static final int FIRST_CAPACITY = 8;

  private Statement[] statements = new Statement[FIRST_CAPACITY];
  private int count;

  synchronized void add(Statement statement) throws SQLException {
    if (count == statements.length) {
      forgetClosed();
    }
    statements[count++] = statement;
  }

  /** Makes room; grows only when most of them are really open. */
  private void forgetClosed() throws SQLException {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (!statements[i].isClosed()) {
        statements[kept++] = statements[i];
      }
    }
    Arrays.fill(statements, kept, count, null);
    count = kept;
    if (kept > statements.length / 2) {
      statements = Arrays.copyOf(statements, 2 * statements.length);
    }
  }

  synchronized void closeAll() throws SQLException {
    for (int i = 0; i < count; i++) {
      Statement statement = statements[i];
      statements[i] = null;
      statement.close();
    }
    count = 0;
  }
}
