package tn.ecar.pool.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;

/** Finds the setting that a misspelt key most likely means. */
final class Likeness {
  private Likeness() {}

  static String nearest(String written) {
    String wanted = key(written);
    return Arrays.stream(Setting.values())
        .map(Setting::key)
        .min(Comparator.comparingInt(key -> distance(wanted, key)))
        .orElseThrow();
  }

  static String variable(String written) {
    return nearest(written).toUpperCase(Locale.ROOT);
  }

  static String key(String written) {
    return written.toLowerCase(Locale.ROOT);
  }

  /** The number of characters to add, drop or change (Levenshtein). */
  static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    Arrays.setAll(row, column -> column);
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
