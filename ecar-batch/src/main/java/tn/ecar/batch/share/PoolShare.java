package tn.ecar.batch.share;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.sql.DataSource;
import tn.ecar.garage.persistence.PoolResources;

/**
 * How much of the pool the jobs may take, so that staff never wait for a report. The pool is asked
 * at its console: when a step is split, when a share of it begins, and before each chunk. While
 * clients wait for a server connection a job stands back, for some seconds at most: it must come to
 * an end on a busy day as well.
 *
 * <p>A share at work keeps one processor busy, its own or the one of its server connection. So half
 * of the processors stay free of jobs, however large the pool is.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class PoolShare {
  /** The setting: percent of the pool that one job may take; 25 when absent. */
  static final String VARIABLE = "ECAR_JOBS_POOL_SHARE";

  private static final Duration LONGEST_STAND_BACK = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Supplier<DataSource> console;
  private final String database;
  private final int percent;
  private final int processors;

  /** That of this server's pool. */
  public PoolShare() {
    this(PoolResources::console, System.getenv(), Runtime.getRuntime().availableProcessors());
  }

  PoolShare(Supplier<DataSource> console, Map<String, String> environment, int processors) {
    this.console = console;
    this.processors = processors;
    this.database = environment.getOrDefault("DB_NAME", "").strip();
    String text = environment.getOrDefault(VARIABLE, "25").strip();
    if (!text.matches("[1-9]\\d?|100")) {
      throw new IllegalArgumentException(
          VARIABLE + "='" + text + "' must be a whole number of percent, from 1 to 100.");
    }
    this.percent = Integer.parseInt(text);
  }

  /** Returns how many server connections a job may take at most: its share, and always one. */
  public int most() {
    return most(figures().size());
  }

  private int most(int size) {
    return Math.max(1, size * percent / 100);
  }

  /**
   * Returns how many it may take now: its share, but no more than are free, nor than half as many
   * as there are processors; and always one.
   */
  public int now() {
    Figures figures = figures();
    int free = Math.min(figures.free(), processors / 2);
    return Math.max(1, Math.min(most(figures.size()), free));
  }

  /** Returns when no client waits for a server connection, or after some seconds all the same. */
  public void standBack() {
    long end = System.nanoTime() + LONGEST_STAND_BACK.toNanos();
    while (figures().waiting() > 0
        && System.nanoTime() < end
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private Figures figures() {
    try (Connection connection = console.get().getConnection();
        Statement statement = connection.createStatement()) {
      int size = 0;
      int busy = 0;
      int waiting = 0;
      try (ResultSet row = statement.executeQuery("SHOW DATABASES")) {
        while (row.next()) {
          if (row.getString("name").equals(database)) {
            size = row.getInt("pool_size");
          }
        }
      }
      try (ResultSet row = statement.executeQuery("SHOW POOLS")) {
        while (row.next()) {
          if (row.getString("database").equals(database)) {
            busy += row.getInt("sv_active");
            waiting += row.getInt("cl_waiting");
          }
        }
      }
      return new Figures(size, busy, waiting);
    } catch (SQLException e) {
      throw new IllegalStateException("The pool's console does not answer: " + e.getMessage(), e);
    }
  }

  private record Figures(int size, int busy, int waiting) {
    int free() {
      return size - busy - waiting;
    }
  }
}
