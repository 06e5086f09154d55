package workshop;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import javax.sql.XAConnection;

/** An application's code, outside the pool's packages, that does not give back what it takes. */
public final class ForgetfulCode {
  private ForgetfulCode() {}

  /** Leaves it to the caller to close it. */
  public static Connection takes(DataSource source) throws SQLException {
    return source.getConnection();
  }

  /** The same through a container's connection. */
  public static Connection takes(XAConnection connection) throws SQLException {
    return connection.getConnection();
  }

  /** Nobody has the connection when it returns. */
  public static void forgetsInsideATransaction(DataSource source) throws SQLException {
    Connection forgotten = source.getConnection();
    forgotten.setAutoCommit(false);
    Statement statement = forgotten.createStatement();
    statement.execute("select 1");
  }
}
