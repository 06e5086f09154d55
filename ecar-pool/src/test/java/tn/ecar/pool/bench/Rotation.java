package tn.ecar.pool.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * All contestants in one Java machine, each iteration another one's turn: whatever else the machine
 * does meanwhile hits them alike. As many iterations as there are contestants make a round; the
 * order within a round differs from round to round.
 */
@State(Scope.Benchmark)
public class Rotation {
  /** The contestants, separated by colons. */
  @Param("ECAR:HIKARICP")
  public String contestants;

  /** Where PostgreSQL listens. */
  @Param("0")
  public int port;

  /** Where ECAR finds it: an address, or the directory of its unix socket. */
  @Param("127.0.0.1")
  public String host;

  private final Map<Contestant, Contestant.Opened> pools = new EnumMap<>(Contestant.class);
  private IterationType phase;
  private int iteration;
  private Contestant present;
  private DataSource source;

  /** Where the connections of the contestant come from whose turn it is. */
  DataSource source() {
    return source;
  }

  /** The contestant whose turn it is. */
  Contestant contestant() {
    return present;
  }

  /** Where programs outside this Java machine find the database when they have a contestant. */
  int portOutside(Contestant contestant) {
    return pools.get(contestant).portOutside();
  }

  static List<Contestant> parse(String names) {
    List<Contestant> list = new ArrayList<>();
    for (String name : names.split(":", -1)) {
      list.add(Contestant.valueOf(name));
    }
    return list;
  }

  /** Whose turn it is in which iteration of a phase. */
  static Contestant turn(List<Contestant> contestants, int iteration) {
    List<Contestant> order = new ArrayList<>(contestants);
    int size = order.size();
    Collections.shuffle(order, new Random(iteration / size));
    return order.get(iteration % size);
  }

  /** Starts every pool. */
  @Setup(Level.Trial)
  public void open() throws Exception {
    for (Contestant contestant : parse(contestants)) {
      pools.put(contestant, contestant.open(port, host));
    }
  }

  /** Gives the turn to the next. */
  @Setup(Level.Iteration)
  public void next(IterationParams parameters) {
    if (parameters.getType() != phase) {
      phase = parameters.getType();
      iteration = 0;
    }
    present = turn(parse(contestants), iteration);
    source = pools.get(present).source();
    iteration++;
  }

  /** Stops every pool. */
  @TearDown(Level.Trial)
  public void close() throws Exception {
    for (Contestant.Opened pool : pools.values()) {
      pool.end().close();
    }
  }
}
