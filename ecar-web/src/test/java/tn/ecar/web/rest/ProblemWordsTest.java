package tn.ecar.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.RuleViolation;

class ProblemWordsTest {
  private static final Locale ARABIC = Locale.forLanguageTag("ar");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr|fr",
        "ar-TN,fr;q=0.8|ar",
        "de,fr;q=0.5,en;q=0.9|en",
        "de|en",
        "|en",
        ";;;|en",
        "fr-FR|fr"
      })
  void theLanguageThatIsLikedBestIsSpoken(String accepted, String spoken) {
    assertThat(ProblemWords.language(accepted).getLanguage()).isEqualTo(spoken);
  }

  @ParameterizedTest
  @EnumSource(Problem.Kind.class)
  void everyKindIsToldInEveryLanguage(Problem.Kind kind) {
    Problem english = Problem.of(kind, "A sentence nobody has translated.");
    for (Locale language : new Locale[] {Locale.FRENCH, ARABIC}) {
      Problem told = ProblemWords.in(language, english);
      assertThat(told.title()).isNotEqualTo(english.title());
      // What does not fit is many things: no one sentence is true of all of them.
      assertThat(told.detail().equals(english.detail())).isEqualTo(kind == Problem.Kind.HTTP);
      assertThat(told.type()).isEqualTo(english.type());
    }
  }

  @Test
  void aRuleIsToldInTheLanguageWithItsField() {
    Problem problem =
        Problems.of(
            new RuleViolation(
                "plate", "abc", "A plate is written 123 TU 4567, RS 123456 or 17-125458 (state)."));
    Problem french = ProblemWords.in(Locale.FRENCH, problem);
    assertThat(french.violations().get(0).rule()).startsWith("Une immatriculation s’écrit");
    assertThat(french.detail()).startsWith("plate 'abc': Une immatriculation");
    assertThat(ProblemWords.in(ARABIC, problem).detail()).contains("تُكتب اللوحة");
    assertThat(ProblemWords.in(Locale.FRENCH, Problems.of(new NotFound("vehicle", 7))).detail())
        .startsWith("Rien ne correspond");
  }

  /** A photo that was too large was told to be no JSON. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "This is longer than the 10485760 bytes that are taken here.",
        "The body is longer than the 1048576 bytes that are taken here.",
        "A file has at most 10485760 bytes: split it.",
        "The pool refuses PAUSE: database garage is paused already",
        "Send the body as application/json.",
        "This address answers application/json.",
        "This address knows another method than the one that was used; /api/v1/openapi lists them."
      })
  void aReasonIsToldAndNotReplacedByAnotherOne(String reason) {
    Problem english = Problem.of(Problem.Kind.HTTP, reason);
    for (Locale language : new Locale[] {Locale.FRENCH, ARABIC}) {
      assertThat(ProblemWords.in(language, english).detail())
          .isNotEqualTo(reason)
          .contains(reason.replaceAll("[^0-9]", ""));
    }
    assertThat(ProblemWords.in(Locale.FRENCH, english).detail()).doesNotContain("convient");
  }

  @Test
  void everyLanguageSaysTheSameThings() {
    assertThat(keys("ar")).isEqualTo(keys("fr"));
    assertThat(keys("en")).isEqualTo(keys("fr"));
  }

  private static java.util.Set<String> keys(String language) {
    return ResourceBundle.getBundle(ProblemWords.BUNDLE, Locale.forLanguageTag(language)).keySet();
  }
}
