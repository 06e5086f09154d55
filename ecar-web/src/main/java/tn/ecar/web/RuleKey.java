package tn.ecar.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How a sentence of the garage finds its translation: the sentence without its numbers is the key,
 * as in gettext, and the numbers are put into the translation's places.
 */
public final class RuleKey {
  private static final Pattern NUMBER = Pattern.compile("[0-9][0-9 ]*(?:[./:-][0-9]+)*");
  private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9{}]+");

  private RuleKey() {}

  /** Returns the key of a sentence's translation: its words, with {@code n} for each number. */
  public static String of(String sentence) {
    String open = NUMBER.matcher(sentence).replaceAll(" n ").toLowerCase(Locale.ROOT);
    return "rule." + NO_WORD.matcher(open).replaceAll("-").replaceAll("^-|-$", "");
  }

  /** Returns the numbers of a sentence, in order. */
  public static Object[] numbers(String sentence) {
    List<String> found = new ArrayList<>();
    NUMBER
        .matcher(sentence)
        .results()
        .map(MatchResult::group)
        .map(String::strip)
        .forEach(found::add);
    return found.toArray();
  }
}
