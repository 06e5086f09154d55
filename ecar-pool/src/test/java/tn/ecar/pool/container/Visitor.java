package tn.ecar.pool.container;

import jakarta.annotation.Resource;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * The application that is deployed and undeployed again: when it starts it uses what an application
 * may leave threads and timers behind with — a transaction, a query timeout, a cursor left open.
 */
@WebListener
public final class Visitor implements ServletContextListener {
  @Resource(lookup = "java:global/ecar/garage")
  private DataSource garage;

  @Resource private UserTransaction transaction;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    try {
      transaction.setTransactionTimeout(30);
      transaction.begin();
      visit();
      transaction.commit();
    } catch (Exception refused) {
      throw new IllegalStateException("the visit failed", refused);
    }
  }

  private void visit() throws Exception {
    try (Connection connection = garage.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("insert into visit (loader) values (?)");
        Statement timed = connection.createStatement()) {
      insert.setInt(1, System.identityHashCode(DataSource.class));
      insert.executeUpdate();
      timed.setQueryTimeout(20);
      timed.execute("select pg_sleep(0.01)");
    }
  }
}
