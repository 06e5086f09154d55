package tn.ecar.pool.container;

import jakarta.annotation.Resource;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.transaction.UserTransaction;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Properties;
import javax.sql.DataSource;

/**
 * The application that is deployed and undeployed again: when it starts it uses what an application
 * may leave threads and timers behind with — a transaction, a query timeout, a cursor left open —
 * and comes to the wire door as a program outside does.
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
      visitByWire();
    } catch (Exception refused) {
      throw new IllegalStateException("the visit failed", refused);
    }
  }

  /** With the driver of the resource adapter: the application brings none. */
  private void visitByWire() throws Exception {
    Driver driver;
    try (Connection connection = garage.getConnection()) {
      driver =
          (Driver)
              connection
                  .getMetaData()
                  .getClass()
                  .getClassLoader()
                  .loadClass("org.postgresql.Driver")
                  .getDeclaredConstructor()
                  .newInstance();
    }
    try (InputStream resource = getClass().getResourceAsStream("/door.txt")) {
      String[] door = new String(resource.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
      Properties login = new Properties();
      login.setProperty("user", door[1]);
      login.setProperty("password", door[2]);
      try (Connection outside = driver.connect(door[0], login);
          Statement statement = outside.createStatement()) {
        statement.execute("insert into visit (loader) values (0)");
      }
    }
    // As a program does that has brought a driver: the Java machine would keep it.
    driver.getClass().getMethod("deregister").invoke(null);
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
