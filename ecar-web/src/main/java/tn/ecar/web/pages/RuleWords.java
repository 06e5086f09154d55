package tn.ecar.web.pages;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tn.ecar.garage.RuleViolation;

/**
 * The garage's rules in the language of the page. The domain says a rule in one English sentence;
 * the sentence without its numbers is the key of its translation, as in gettext. A rule nobody has
 * translated yet is shown by the sentence of its field, or as it is.
 */
@ApplicationScoped
public class RuleWords {
  private static final Pattern NUMBER = Pattern.compile("[0-9][0-9 ]*(?:[./:-][0-9]+)*");
  private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9{}]+");

  private final Wording wording;

  @Inject
  public RuleWords(Wording wording) {
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected RuleWords() {
    this(null);
  }

  /** Returns the broken rule as a sentence for the one who typed the value. */
  public String of(RuleViolation violation) {
    String pattern = wording.orElse(key(violation.rule()), "");
    return pattern.isEmpty()
        ? wording.orElse("rule." + violation.field(), violation.rule())
        : MessageFormat.format(pattern.replace("'", "''"), numbers(violation.rule()));
  }

  /** Returns the key of a rule's translation: its words, with {@code n} for each number. */
  static String key(String rule) {
    String open = NUMBER.matcher(rule).replaceAll(" n ").toLowerCase(Locale.ROOT);
    return "rule." + NO_WORD.matcher(open).replaceAll("-").replaceAll("^-|-$", "");
  }

  private static Object[] numbers(String rule) {
    List<String> found = new ArrayList<>();
    NUMBER.matcher(rule).results().map(MatchResult::group).map(String::strip).forEach(found::add);
    return found.toArray();
  }
}
