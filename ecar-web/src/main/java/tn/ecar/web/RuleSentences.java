package tn.ecar.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The garage's rules in the languages that are spoken. The domain says each rule in one English
 * sentence and puts names and numbers into it; here stand all those sentences with places for what
 * is put in, and their translations under the same key. A sentence is found by its words, what
 * stood in its places is put into the translation's, and states are named as the pages name them.
 */
public final class RuleSentences {
  /** Base name of the bundles, one for each language. */
  static final String BUNDLE = "tn.ecar.web.rules";

  private static final String RULE = "rule.";
  private static final Pattern PLACE = Pattern.compile("\\{([0-9])}");
  private static final Pattern STATE = Pattern.compile("\\b[A-Z][A-Z_]{3,}\\b");
  private static final List<Known> KNOWN = known();

  private RuleSentences() {}

  /**
   * One sentence of the domain.
   *
   * @param words what it looks like; group n is its place n
   */
  private record Known(String key, Pattern words, int length) {}

  /**
   * Returns a sentence of the domain in that language; empty if nobody has translated it.
   *
   * @param sentence in English, as the domain says it
   */
  public static Optional<String> in(Locale language, String sentence) {
    for (Known known : KNOWN) {
      Matcher matcher = known.words().matcher(sentence);
      if (matcher.matches()) {
        return text(language, known.key())
            .map(
                pattern ->
                    filled(
                        pattern, place -> inWords(language, matcher.group("p" + place).strip())));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns what may be said of a field's value when its rule has no sentence in that language;
   * empty if there is none either.
   */
  public static Optional<String> ofField(Locale language, String field) {
    return text(language, "field." + field);
  }

  private static String inWords(Locale language, String inserted) {
    return STATE
        .matcher(inserted)
        .replaceAll(
            state ->
                Matcher.quoteReplacement(
                    text(language, "value." + state.group()).orElse(state.group())));
  }

  private static String filled(String pattern, UnaryOperator<String> places) {
    return PLACE
        .matcher(pattern)
        .replaceAll(place -> Matcher.quoteReplacement(places.apply(place.group(1))));
  }

  private static Optional<String> text(Locale language, String key) {
    ResourceBundle texts = bundle(language);
    return texts.containsKey(key) ? Optional.of(texts.getString(key)) : Optional.empty();
  }

  private static ResourceBundle bundle(Locale language) {
    return ResourceBundle.getBundle(
        BUNDLE,
        language,
        RuleSentences.class.getClassLoader(),
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  /** Of two sentences that fit, the one that says more by itself goes first. */
  private static List<Known> known() {
    ResourceBundle english = bundle(Locale.ENGLISH);
    List<Known> known = new ArrayList<>();
    for (String key : english.keySet()) {
      if (key.startsWith(RULE)) {
        String sentence = english.getString(key);
        StringBuilder words = new StringBuilder();
        int end = 0;
        Matcher place = PLACE.matcher(sentence);
        while (place.find()) {
          words.append(Pattern.quote(sentence.substring(end, place.start())));
          words.append("(?<p").append(place.group(1)).append(">.+)");
          end = place.end();
        }
        words.append(Pattern.quote(sentence.substring(end)));
        known.add(
            new Known(
                key,
                Pattern.compile(words.toString(), Pattern.DOTALL),
                PLACE.matcher(sentence).replaceAll("").length()));
      }
    }
    known.sort(Comparator.comparingInt(Known::length).reversed().thenComparing(Known::key));
    return List.copyOf(known);
  }
}
