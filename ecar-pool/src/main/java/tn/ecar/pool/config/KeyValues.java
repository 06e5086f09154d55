package tn.ecar.pool.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits the value of a database, user or peer entry: {@code key=value key='it''s one' …}. */
final class KeyValues {
  /** One pair, the value without its quotes. */
  record Pair(String key, String value) {}

  private static final Pattern PAIR =
      Pattern.compile("\\s*([A-Za-z_]+)\\s*=\\s*(?:'((?:[^']++|'')*+)'|([^'\\s]\\S*|))(?=\\s|$)");

  private KeyValues() {}

  static List<Pair> split(String text, Origin origin, String what) {
    List<Pair> pairs = new ArrayList<>();
    Matcher pair = PAIR.matcher(text);
    int end = text.length();
    int at = 0;
    while (!text.substring(at).isBlank()) {
      if (!pair.region(at, end).lookingAt()) {
        // What cannot be read may be a password, so only its position is told.
        throw origin.refuse(
            what
                + ": from character "
                + (at + 1)
                + " on expected key=value or key='quoted value' ('' for a quote within)");
      }
      String quoted = pair.group(2);
      pairs.add(
          new Pair(pair.group(1), quoted == null ? pair.group(3) : quoted.replace("''", "'")));
      at = pair.end();
    }
    return pairs;
  }
}
