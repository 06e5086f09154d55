package tn.ecar.bench;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What {@code ./ecar bench app} is asked for.
 *
 * @param scale how many times the demo garage; 10 is 15,000 orders
 * @param rounds how often each contestant has its turn
 * @param slice how long a turn is
 * @param think how long a user of the first part looks at an answer, on average
 * @param json where the rows go as JSON; null for nowhere
 * @param data directory of a garage that an earlier run has filled and kept; null for a fresh one
 */
record AppOptions(int scale, int rounds, Duration slice, Duration think, Path json, Path data) {
  private static final String USAGE =
      "usage: ./ecar bench app [--quick] [--json FILE] [--scale N] [--rounds N] [--slice SECONDS]"
          + " [--think MS] [--data DIR]";

  static AppOptions parse(String... words) {
    int scale = 10;
    int rounds = 8;
    Duration slice = Duration.ofSeconds(10);
    Duration think = Duration.ofSeconds(1);
    Path json = null;
    Path data = null;
    for (int i = 0; i < words.length; i++) {
      if (words[i].equals("--quick")) {
        rounds = 3;
        slice = Duration.ofSeconds(5);
        continue;
      }
      if (i + 1 == words.length) {
        throw new IllegalArgumentException(USAGE);
      }
      String value = words[++i];
      switch (words[i - 1]) {
        case "--scale" -> scale = Integer.parseInt(value);
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--slice" -> slice = Duration.ofSeconds(Integer.parseInt(value));
        case "--think" -> think = Duration.ofMillis(Integer.parseInt(value));
        case "--json" -> json = Path.of(value);
        case "--data" -> data = Path.of(value);
        default -> throw new IllegalArgumentException(USAGE);
      }
    }
    return new AppOptions(scale, rounds, slice, think, json, data);
  }
}
