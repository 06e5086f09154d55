package tn.ecar.pool.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A program changes a userlist and leaves the rest of it alone. */
class UserlistTextTest {
  private static final String TEXT =
      "; staff\n\"a\" \"one\" since May\n\n\"o\"\"b\" \"x\"\n\"a\" \"two\"\n# end\n";

  @Test
  void whatIsNotChangedStaysAsItWas() {
    assertThat(UserlistText.of(TEXT).text()).isEqualTo(TEXT);
    assertThat(UserlistText.of("").text()).isEmpty();
  }

  @Test
  void aNewSecretStandsBelowTheOthersOfItsUser() {
    assertThat(UserlistText.of(TEXT).stored("a")).containsExactly("one", "two");
    assertThat(UserlistText.of(TEXT).with("a", "th\"ree").text())
        .isEqualTo(TEXT.replace("# end", "\"a\" \"th\"\"ree\"\n# end"));
    assertThat(UserlistText.of(TEXT).with("new", "n").text()).isEqualTo(TEXT + "\"new\" \"n\"\n");
    assertThat(UserlistText.of(TEXT).with("o\"b", "y").stored("o\"b")).containsExactly("x", "y");
  }

  @Test
  void onlyTheUnwantedSecretsOfTheUserGo() {
    assertThat(UserlistText.of(TEXT).without("a", "one"::equals).text())
        .isEqualTo(TEXT.replace("\"a\" \"one\" since May\n", ""));
    assertThat(UserlistText.of(TEXT).without("nobody", it -> true).text()).isEqualTo(TEXT);
  }
}
