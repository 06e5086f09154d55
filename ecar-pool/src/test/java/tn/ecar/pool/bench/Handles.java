package tn.ecar.pool.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What is measured without statements, line (e). Some nanoseconds depend on what else the compiler
 * has seen, so each contestant has a Java machine of its own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Handles {
  /** Who is measured. */
  @Param("ECAR")
  public Contestant contestant;

  /** Where PostgreSQL listens. */
  @Param("0")
  public int port;

  /** Where ECAR finds it: an address, or the directory of its unix socket. */
  @Param("127.0.0.1")
  public String host;

  private Contestant.Opened pool;
  private DataSource source;

  /** Starts the pool and opens its connections. */
  @Setup(Level.Trial)
  public void open() throws Exception {
    pool = contestant.open(port, host);
    source = pool.source();
    source.getConnection().close();
  }

  /** Stops the pool. */
  @TearDown(Level.Trial)
  public void close() throws Exception {
    pool.end().close();
  }

  /** (e) A handle taken and closed. */
  @Benchmark
  public Connection take() throws SQLException {
    Connection connection = source.getConnection();
    connection.close();
    return connection;
  }
}
