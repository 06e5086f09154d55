package tn.ecar.web.rest;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import tn.ecar.web.RuleSentences;
import tn.ecar.web.rest.Problem.Violation;

/**
 * Problems in the language of who asks. A sentence is told by its own translation; one that has
 * none by a text for its kind of problem, where one text is true of the whole kind, and stays
 * English elsewhere: the reason in another language says more than a wrong one. The type is the
 * same in every language: programs go by it.
 */
final class ProblemWords {
  static final String BUNDLE = "tn.ecar.web.rest.problems";
  private static final List<Locale> KNOWN =
      List.of(Locale.ENGLISH, Locale.FRENCH, Locale.forLanguageTag("ar"));

  private ProblemWords() {}

  /**
   * Returns the language that is liked best of those that are spoken; English for who likes none.
   *
   * @param accepted the header Accept-Language; may be null
   */
  static Locale language(String accepted) {
    if (accepted == null || accepted.isBlank()) {
      return Locale.ENGLISH;
    }
    try {
      Locale liked = Locale.lookup(Locale.LanguageRange.parse(accepted), KNOWN);
      return liked == null ? Locale.ENGLISH : liked;
    } catch (IllegalArgumentException e) {
      // What is no list of languages names none.
      return Locale.ENGLISH;
    }
  }

  /** Returns the problem in that language; the problem's own words are English. */
  static Problem in(Locale language, Problem problem) {
    if (language.equals(Locale.ENGLISH)) {
      return problem;
    }
    String kind = problem.type().substring(problem.type().lastIndexOf(':') + 1);
    List<Violation> violations =
        problem.violations() == null
            ? null
            : problem.violations().stream().map(v -> rule(language, v)).toList();
    String detail =
        violations == null ? sentence(language, kind, problem.detail()) : told(violations);
    return new Problem(
        problem.type(),
        text(language, kind + ".title", problem.title()),
        problem.status(),
        detail,
        problem.instance(),
        violations,
        problem.number());
  }

  /**
   * Returns a broken rule in that language.
   *
   * @param rule the sentence in English
   */
  static Violation rule(Locale language, String field, String value, String rule) {
    Violation broken = new Violation(field, value, rule);
    return language.equals(Locale.ENGLISH) ? broken : rule(language, broken);
  }

  private static Violation rule(Locale language, Violation violation) {
    String told =
        RuleSentences.in(language, violation.rule())
            .or(() -> RuleSentences.ofField(language, violation.field()))
            .orElse(violation.rule());
    return new Violation(violation.field(), violation.value(), told);
  }

  private static String told(List<Violation> violations) {
    return violations.stream()
        .map(v -> v.field() + " '" + v.value() + "': " + v.rule())
        .reduce((a, b) -> a + " " + b)
        .orElse("");
  }

  private static String sentence(Locale language, String kind, String sentence) {
    return RuleSentences.in(language, sentence)
        .orElseGet(() -> text(language, kind + ".detail", sentence));
  }

  private static String text(Locale language, String key, String otherwise) {
    ResourceBundle texts =
        ResourceBundle.getBundle(
            BUNDLE,
            language,
            ProblemWords.class.getClassLoader(),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    return texts.containsKey(key) ? texts.getString(key) : otherwise;
  }
}
