package tn.ecar.web.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import tn.ecar.garage.persistence.PoolResources;

/** Whether the pool holds up whoever asks the database: after PAUSE or SUSPEND, until RESUME. */
@ApplicationScoped
public class PoolPause {
  private static final Logger LOG = System.getLogger(PoolPause.class.getName());

  /** Returns whether a question would wait; false where the pool has no console. */
  public boolean holdsUp() {
    try (Connection console = PoolResources.console().getConnection();
        Statement statement = console.createStatement()) {
      return isTold(statement, "SHOW DATABASES", "paused", "1")
          || isTold(statement, "SHOW STATE", "value", "yes");
    } catch (SQLException | RuntimeException e) {
      LOG.log(Level.DEBUG, "The pool does not say whether it is paused", e);
      return false;
    }
  }

  private static boolean isTold(Statement statement, String show, String column, String word)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery(show)) {
      while (rows.next()) {
        boolean works = show.endsWith("STATE") && rows.getString(1).equals("active");
        if (!works && word.equals(rows.getString(column))) {
          return true;
        }
      }
      return false;
    }
  }
}
