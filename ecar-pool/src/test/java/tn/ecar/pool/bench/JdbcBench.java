package tn.ecar.pool.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import tn.ecar.pool.RealPostgres;

/**
 * {@code ./ecar bench jdbc}: ECAR's in-VM door against other pools on one real PostgreSQL.
 *
 * <p>Lines with statements run in one Java machine each, with all pools taking turns in it; line
 * (e) in many short ones, again in turns. Which difference is proven and which is a tie is decided
 * over paired rounds.
 */
public final class JdbcBench {
  private static final int HANDLE_ITERATIONS = 3;

  private final Options options;
  private final PrintStream out;
  private final int port;

  /** Where ECAR finds PostgreSQL. */
  private final String host;

  private JdbcBench(Options options, PrintStream out, int port, String host) {
    this.options = options;
    this.out = out;
    this.port = port;
    this.host = host;
  }

  /** Runs what the arguments ask for. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException wrong) {
      out.println(wrong.getMessage());
      out.print(Options.USAGE);
      System.exit(2);
      return;
    }
    run(options, out);
  }

  static Report run(Options options, PrintStream out)
      throws SQLException, RunnerException, IOException {
    RealPostgres postgres = RealPostgres.shared();
    Accounts.create(postgres);
    String host = options.unix() ? postgres.sockets() : "127.0.0.1";
    return new JdbcBench(options, out, postgres.port(), host).run();
  }

  private Report run() throws RunnerException, IOException {
    Report report = new Report(options.contestants(), options.unix());
    out.printf(
        "%d lines, %d rounds of %d ms for each of %s; median (lowest–highest), ratio (95 %%)%n",
        options.lines().size(),
        options.rounds(),
        options.slice().toMillis(),
        options.contestants());
    for (Line line : options.lines()) {
      out.print(report.add(line, line.hasStatements() ? inTurns(line) : inForks(line)));
    }
    Path json = options.json();
    if (json != null) {
      report.writeTo(json);
    }
    return report;
  }

  private List<Turn> inTurns(Line line) throws RunnerException {
    List<Contestant> contestants = options.contestants();
    int size = contestants.size();
    RunResult result =
        new Runner(
                prepared(line)
                    .param("contestants", String.join(":", names(contestants)))
                    .warmupIterations(options.warmUps() * size)
                    .measurementIterations(options.rounds() * size)
                    .build())
            .runSingle();
    List<Turn> turns = new ArrayList<>();
    Iterator<IterationResult> results = iterations(result).iterator();
    for (int i = 0; results.hasNext(); i++) {
      turns.add(Turn.sampled(Rotation.turn(contestants, i), results.next(), line.threads()));
    }
    return turns;
  }

  private List<Turn> inForks(Line line) throws RunnerException {
    List<Turn> turns = new ArrayList<>();
    for (int round = 0; round < options.rounds(); round++) {
      List<Contestant> order = new ArrayList<>(options.contestants());
      Collections.shuffle(order, new Random(round));
      for (Contestant contestant : order) {
        RunResult result =
            new Runner(
                    prepared(line)
                        .param("contestant", contestant.name())
                        .warmupIterations(options.warmUps())
                        .measurementIterations(HANDLE_ITERATIONS)
                        .build())
                .runSingle();
        // The quickest of its iterations: what else the machine did can only have slowed it down.
        turns.add(
            iterations(result).stream()
                .map(one -> Turn.averaged(contestant, one, line.threads()))
                .min(java.util.Comparator.comparingDouble(Turn::nanos))
                .orElseThrow());
      }
    }
    return turns;
  }

  private ChainedOptionsBuilder prepared(Line line) {
    return new OptionsBuilder()
        .include(line.pattern())
        .param("port", String.valueOf(port))
        .param("host", host)
        .threads(line.threads())
        .forks(1)
        .warmupTime(time(options.slice()))
        .measurementTime(time(options.slice()))
        .timeout(TimeValue.minutes(2))
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
  }

  private static TimeValue time(Duration duration) {
    return TimeValue.milliseconds(duration.toMillis());
  }

  private static List<String> names(List<Contestant> contestants) {
    return contestants.stream().map(Contestant::name).toList();
  }

  private static Collection<IterationResult> iterations(RunResult result) {
    return result.getBenchmarkResults().iterator().next().getIterationResults();
  }
}
