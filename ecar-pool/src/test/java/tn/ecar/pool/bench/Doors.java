package tn.ecar.pool.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;
import tn.ecar.pool.RealPostgres;

/**
 * Line (f), both doors at once: every other thread takes connections inside this Java machine, the
 * rest are programs outside, each with one connection that it keeps open. ECAR serves them over its
 * door on the wire, from the same server connections; the others have no such door, so that
 * programs outside need server connections of their own beside the pool's.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Doors {
  /** One thread: inside or outside. */
  @State(Scope.Thread)
  public static class Visitor {
    private final Map<Contestant, Connection> kept = new EnumMap<>(Contestant.class);
    private Connection outside;

    /** Connects a thread outside to whose turn it is, when it is that one's first. */
    @Setup(Level.Iteration)
    public void turn(Rotation rotation, ThreadParams threads) throws SQLException {
      if (threads.getThreadIndex() % 2 == 1) {
        Contestant contestant = rotation.contestant();
        outside = kept.get(contestant);
        if (outside == null) {
          outside =
              DriverManager.getConnection(
                  Contestant.url(rotation.portOutside(contestant)),
                  RealPostgres.USER,
                  RealPostgres.PASSWORD);
          kept.put(contestant, outside);
        }
      }
    }

    /** Leaves. */
    @TearDown(Level.Trial)
    public void leave() throws SQLException {
      for (Connection connection : kept.values()) {
        connection.close();
      }
    }
  }

  /** (f) One row by its key, in autocommit. */
  @Benchmark
  public long select(Rotation rotation, Visitor visitor) throws SQLException {
    if (visitor.outside != null) {
      return Transactions.balance(visitor.outside, Transactions.account());
    }
    try (Connection connection = rotation.source().getConnection()) {
      return Transactions.balance(connection, Transactions.account());
    }
  }
}
