package tn.ecar.pool.bench.wire;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the caller asks of the bench.
 *
 * @param loads what is measured, in order
 * @param rounds how often each has its turn at each line
 * @param seconds how long a turn is
 * @param warmUp how long each works at each line before it counts, in seconds
 * @param scale of pgbench's tables
 * @param idle whether the memory for idle clients is measured
 * @param json where the rows go; null for nowhere
 * @param pgbouncer the executable; null for none
 */
record WireOptions(
    List<Load> loads,
    int rounds,
    int seconds,
    int warmUp,
    int scale,
    boolean idle,
    Path json,
    String pgbouncer) {
  static final String USAGE =
      """
      usage: ./ecar bench wire [--quick] [--json FILE] [--rounds N] [--seconds N] [--warm-up N]
                               [--lines REGEX] [--no-idle]

      The pgbouncer beside it is the one in the variable PGBOUNCER, or on PATH.
      """;

  static WireOptions parse(String... arguments) {
    List<String> left = new ArrayList<>(Arrays.asList(arguments));
    boolean quick = left.remove("--quick");
    boolean noIdle = left.remove("--no-idle");
    String regex = value(left, "--lines", ".*");
    List<Load> loads = Load.all().stream().filter(load -> load.title().matches(regex)).toList();
    if (loads.isEmpty()) {
      throw new IllegalArgumentException("--lines " + regex + " fits none of " + Load.all());
    }
    String json = value(left, "--json", "");
    WireOptions options =
        new WireOptions(
            loads,
            number(left, "--rounds", quick ? 3 : 8),
            number(left, "--seconds", quick ? 2 : 5),
            number(left, "--warm-up", quick ? 3 : 10),
            quick ? 2 : 10,
            !noIdle,
            json.isEmpty() ? null : Path.of(json),
            find(System.getenv("PGBOUNCER"), System.getenv("PATH")));
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("the bench does not know " + String.join(" ", left));
    }
    return options;
  }

  private static String value(List<String> left, String name, String otherwise) {
    int at = left.indexOf(name);
    if (at < 0) {
      return otherwise;
    }
    if (at + 1 == left.size()) {
      throw new IllegalArgumentException(name + " wants a value");
    }
    left.remove(at);
    return left.remove(at);
  }

  private static int number(List<String> left, String name, int otherwise) {
    String text = value(left, name, "" + otherwise);
    if (!text.matches("[1-9]\\d{0,5}")) {
      throw new IllegalArgumentException(name + " " + text + " is not a number above 0");
    }
    return Integer.parseInt(text);
  }

  private static String find(String named, String path) {
    if (named != null && !named.isEmpty()) {
      return named;
    }
    for (String directory :
        (path + File.pathSeparator + "/usr/sbin").split(File.pathSeparator, -1)) {
      File program = new File(directory, "pgbouncer");
      if (program.canExecute()) {
        return program.getPath();
      }
    }
    return null;
  }
}
