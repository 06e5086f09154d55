package tn.ecar.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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
      assertThat(told.detail()).isNotEqualTo(english.detail());
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

  @Test
  void everyLanguageSaysTheSameThings() {
    assertThat(keys("ar")).isEqualTo(keys("fr"));
    assertThat(keys("en")).isEqualTo(keys("fr"));
  }

  private static java.util.Set<String> keys(String language) {
    return ResourceBundle.getBundle(ProblemWords.BUNDLE, Locale.forLanguageTag(language)).keySet();
  }
}
