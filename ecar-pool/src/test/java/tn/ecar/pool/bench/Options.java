package tn.ecar.pool.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the caller asks of the bench.
 *
 * @param lines what is measured, in order
 * @param contestants ECAR first
 * @param rounds how often each contestant has its turn at each line
 * @param slice how long a turn is
 * @param warmUps rounds that do not count
 * @param unix whether ECAR reaches PostgreSQL by its unix socket
 * @param json where the rows go; null for nowhere
 */
record Options(
    List<Line> lines,
    List<Contestant> contestants,
    int rounds,
    Duration slice,
    int warmUps,
    boolean unix,
    Path json) {
  static final String USAGE =
      """
      usage: ./ecar bench jdbc [--quick] [--json FILE] [--lines abcdef] [--threads 1,2,8,32]
                               [--peers HIKARICP,AGROAL,TOMCAT,DBCP2] [--rounds N] [--slice MS]
                               [--warm-ups N] [--unix]
      """;

  static Options parse(String... arguments) {
    Reading reading = new Reading(List.of(arguments));
    boolean quick = reading.flag("--quick");
    boolean unix = reading.flag("--unix");
    String letters = reading.value("--lines", "abcdef");
    List<Integer> threads = new ArrayList<>();
    for (String number : reading.value("--threads", "1,2,8,32").split(",", -1)) {
      threads.add(positive("--threads", number));
    }
    Options options =
        new Options(
            lines(letters, threads),
            contestants(reading.value("--peers", "HIKARICP,AGROAL,TOMCAT,DBCP2")),
            positive("--rounds", reading.value("--rounds", quick ? "5" : "15")),
            Duration.ofMillis(positive("--slice", reading.value("--slice", quick ? "300" : "500"))),
            positive("--warm-ups", reading.value("--warm-ups", quick ? "8" : "12")),
            unix,
            reading.path("--json"));
    reading.requireEnd();
    return options;
  }

  private static List<Line> lines(String letters, List<Integer> threads) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      if (Line.isScaled(letter)) {
        threads.forEach(count -> lines.add(Line.of(letter, count)));
      } else {
        lines.add(Line.of(letter, 1));
      }
    }
    return lines;
  }

  private static List<Contestant> contestants(String peers) {
    Set<Contestant> all = EnumSet.of(Contestant.ECAR);
    for (String peer : peers.split(",", -1)) {
      all.add(
          Arrays.stream(Contestant.values())
              .filter(one -> one.name().equals(peer))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "no peer " + peer + ": there are HIKARICP, AGROAL, TOMCAT and DBCP2")));
    }
    return List.copyOf(all);
  }

  private static int positive(String option, String text) {
    if (text.matches("[1-9][0-9]{0,8}")) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(option + " wants a positive number, not " + text);
  }

  /** Takes the options off the command line, one after the other. */
  private static final class Reading {
    private final List<String> left;

    Reading(List<String> arguments) {
      left = new ArrayList<>(arguments);
    }

    boolean flag(String name) {
      return left.remove(name);
    }

    String value(String name, String otherwise) {
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

    Path path(String name) {
      String text = value(name, "");
      return text.isEmpty() ? null : Path.of(text);
    }

    void requireEnd() {
      if (!left.isEmpty()) {
        throw new IllegalArgumentException("no option " + left.get(0));
      }
    }
  }
}
