package tn.ecar.pool.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a line of pg_hba.conf or pg_ident.conf: parted by blanks, a list joined by commas, #
 * begins a comment, double quotes keep a word as it is. Words keep their quotes, so that "all" can
 * be told from all.
 */
final class Words {
  private static final Pattern WORD = Pattern.compile("(?:\"(?:[^\"]|\"\")*\"|[^\\s\"#])+|#.*");
  private static final Pattern MEMBER = Pattern.compile("(?:\"(?:[^\"]|\"\")*\"|[^,\"])+");

  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

  private Words() {}

  /** The words as name=value, by name. */
  static Map<String, String> options(Origin origin, List<String> words) {
    Map<String, String> options = new LinkedHashMap<>();
    int number = 0;
    for (String word : words) {
      number++;
      String bare = bare(word);
      int equals = bare.indexOf('=');
      if (equals < 1) {
        // It may be a password that was parted from its name, so only its place is told.
        throw origin.refuse(
            "option "
                + number
                + ": expected name=value or name=\"quoted value\", without blanks around =");
      }
      options.put(bare.substring(0, equals), bare(bare.substring(equals + 1)));
    }
    return options;
  }

  static List<String> of(String line) {
    return found(WORD, COMMA.matcher(line).replaceAll(","));
  }

  /** The members of a list. */
  static List<String> members(String word) {
    return found(MEMBER, word);
  }

  private static List<String> found(Pattern pattern, String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find() && !matcher.group().startsWith("#")) {
      words.add(matcher.group());
    }
    return words;
  }

  /** The word without its quotes. */
  static String bare(String word) {
    return word.length() > 1 && word.startsWith("\"") && word.endsWith("\"")
        ? word.substring(1, word.length() - 1).replace("\"\"", "\"")
        : word;
  }
}
