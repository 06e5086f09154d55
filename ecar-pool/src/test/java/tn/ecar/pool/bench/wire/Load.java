package tn.ecar.pool.bench.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One line of the bench.
 *
 * @param title what the report calls it
 * @param kind what is done
 * @param arguments of pgbench, or the statement that psql runs
 */
record Load(String title, Kind kind, List<String> arguments) {
  /** What is done. */
  enum Kind {
    PGBENCH,
    PSQL
  }

  private static final Pattern TPS =
      Pattern.compile("tps = ([0-9.]+) \\((?:without|including|excluding)");
  private static final Pattern COUNT =
      Pattern.compile("number of transactions actually processed: (\\d+)");

  private static final int TRIES = 5;

  /** Megabytes that a COPY moves. */
  static final int COPIED = 100;

  /** What one turn has brought; NaN for what the line does not measure. */
  record Outcome(double perSecond, double p50, double p99, double cpu, double count) {}

  static List<Load> all() {
    List<Load> all = new ArrayList<>();
    for (String protocol : new String[] {"simple", "extended", "prepared"}) {
      for (int clients : new int[] {1, 20, 100}) {
        all.add(
            new Load(
                "select " + protocol + ", " + clients,
                Kind.PGBENCH,
                List.of("-S", "-M", protocol, "-c", "" + clients)));
      }
    }
    all.add(new Load("TPC-B, 20", Kind.PGBENCH, List.of("-c", "20")));
    all.add(new Load("churn, 20", Kind.PGBENCH, List.of("-S", "-C", "-c", "20")));
    all.add(new Load("COPY in", Kind.PSQL, List.of("copy in")));
    all.add(new Load("COPY out", Kind.PSQL, List.of("copy out")));
    return all;
  }

  boolean isPrepared() {
    return title.contains("prepared");
  }

  String unit() {
    return kind == Kind.PSQL ? "MB/s" : "tx/s";
  }

  /** One turn; taken again when the machine was so busy that nothing came of it. */
  Outcome run(Station station, int seconds, Path directory)
      throws IOException, InterruptedException {
    for (int tries = 0; tries < TRIES; tries++) {
      double before = station.isBetween() ? station.cpuMicros() : 0;
      Outcome outcome =
          kind == Kind.PSQL ? copy(station, directory) : pgbench(station, seconds, directory);
      double used = station.isBetween() ? station.cpuMicros() - before : Double.NaN;
      if (outcome.count > 0) {
        return new Outcome(
            outcome.perSecond, outcome.p50, outcome.p99, used / outcome.count, outcome.count);
      }
    }
    throw new IOException(title + ": no transaction of " + station.name() + " came to its end");
  }

  private Outcome pgbench(Station station, int seconds, Path directory)
      throws IOException, InterruptedException {
    Path log = directory.resolve("pgbench");
    List<String> line = new ArrayList<>(List.of("pgbench", "-n", "-T", "" + seconds));
    line.addAll(arguments);
    line.addAll(List.of("-l", "--log-prefix=" + log, "-h", "127.0.0.1", "-p"));
    line.addAll(List.of("" + station.port(), "-U", "postgres", "postgres"));
    String said = run(line);
    long[] micros = latencies(directory);
    if (micros.length == 0) {
      return new Outcome(0, 0, 0, 0, 0);
    }
    return new Outcome(
        number(TPS, said),
        percentile(micros, 0.50),
        percentile(micros, 0.99),
        Double.NaN,
        number(COUNT, said));
  }

  private Outcome copy(Station station, Path directory) throws IOException, InterruptedException {
    boolean in = arguments.get(0).equals("copy in");
    String command =
        in
            ? "\\copy copied from '" + directory.resolve("rows") + "'"
            : "\\copy source to '/dev/null'";
    long begun = System.nanoTime();
    run(
        List.of(
            "psql",
            "-X",
            "-h",
            "127.0.0.1",
            "-p",
            "" + station.port(),
            "-U",
            "postgres",
            "-c",
            command,
            "postgres"));
    double elapsed = (System.nanoTime() - begun) / 1e9;
    return new Outcome(COPIED / elapsed, Double.NaN, Double.NaN, Double.NaN, COPIED);
  }

  static String run(List<String> line) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0 || said.contains("aborted in command")) {
      throw new IOException(String.join(" ", line) + " says: " + said);
    }
    return said;
  }

  /** The third column of pgbench's log, sorted; the log is gone afterwards. */
  private static long[] latencies(Path directory) throws IOException {
    long[] all = new long[1 << 16];
    int count = 0;
    List<Path> logs;
    try (Stream<Path> files = Files.list(directory)) {
      logs = files.filter(file -> file.getFileName().toString().startsWith("pgbench.")).toList();
    }
    for (Path log : logs) {
      for (String line : Files.readAllLines(log)) {
        if (count == all.length) {
          all = Arrays.copyOf(all, 2 * count);
        }
        int from = line.indexOf(' ', line.indexOf(' ') + 1) + 1;
        all[count++] = Long.parseLong(line.substring(from, line.indexOf(' ', from)));
      }
      Files.delete(log);
    }
    long[] micros = Arrays.copyOf(all, count);
    Arrays.sort(micros);
    return micros;
  }

  private static double percentile(long[] sorted, double part) {
    return sorted[(int) (sorted.length * part)];
  }

  private static double number(Pattern pattern, String said) throws IOException {
    Matcher found = pattern.matcher(said);
    if (!found.find()) {
      throw new IOException("pgbench says nothing of " + pattern + ": " + said);
    }
    return Double.parseDouble(found.group(1));
  }
}
