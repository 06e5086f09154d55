package tn.ecar.batch.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import tn.ecar.garage.persistence.PoolResources;

/**
 * What sizes the pool should have: its own advice, from what it has measured, beside the rule of
 * thumb of the garage's first system, servers × threads × 1.5.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class PoolAdvice {
  private static final double RULE_OF_THUMB = 1.5;
  private static final String POOL_SIZE = "pool_size";

  private final Supplier<DataSource> console;

  /** The advice of this server's pool. */
  public PoolAdvice() {
    this(PoolResources::console);
  }

  PoolAdvice(Supplier<DataSource> console) {
    this.console = console;
  }

  /**
   * Asks the pool.
   *
   * @param servers how many share the database
   */
  List<PoolReport.Advice> now(int servers) throws SQLException {
    try (Connection connection = console.get().getConnection();
        Statement statement = connection.createStatement()) {
      Map<String, Integer> threads = threads(statement);
      List<PoolReport.Advice> advice = new ArrayList<>();
      try (ResultSet row = statement.executeQuery("SHOW ADVICE")) {
        while (row.next()) {
          advice.add(line(row, threads, Math.max(1, servers)));
        }
      }
      return advice;
    }
  }

  /** The threads that wanted a server at one moment, at most, per pool. */
  private static Map<String, Integer> threads(Statement statement) throws SQLException {
    Map<String, Integer> threads = new HashMap<>();
    try (ResultSet row = statement.executeQuery("SHOW LOAD")) {
      while (row.next()) {
        threads.put(row.getString("database") + "/" + row.getString("user"), row.getInt("peak"));
      }
    }
    return threads;
  }

  private static PoolReport.Advice line(ResultSet row, Map<String, Integer> threads, int servers)
      throws SQLException {
    String database = row.getString("database");
    String user = row.getString("user");
    Integer peak = threads.get(database + "/" + user);
    boolean isSize =
        row.getString("setting").endsWith(POOL_SIZE)
            && peak != null
            && !row.getString("setting").startsWith("reserve")
            && !row.getString("setting").startsWith("min");
    return new PoolReport.Advice(
        database,
        user,
        row.getString("setting"),
        row.getInt("now"),
        row.getInt("advised"),
        isSize ? (int) Math.ceil(servers * Math.max(1, peak) * RULE_OF_THUMB) : null,
        row.getString("because"));
  }
}
