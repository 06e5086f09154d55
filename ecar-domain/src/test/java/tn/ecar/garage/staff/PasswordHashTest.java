package tn.ecar.garage.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PasswordHashTest {
  @Test
  void onlyTheRightPasswordMatchesAndEachHashHasItsOwnSalt() {
    PasswordHash one = PasswordHash.of("correct horse battery");
    PasswordHash other = PasswordHash.of("correct horse battery");

    assertThat(one.matches("correct horse battery")).isTrue();
    assertThat(new PasswordHash(one.encoded()).matches("correct horse battery")).isTrue();
    assertThat(one.matches("Correct horse battery")).isFalse();
    assertThat(one.matches("")).isFalse();
    assertThat(one.matches(null)).isFalse();
    assertThat(one.encoded()).isNotEqualTo(other.encoded());
  }

  @Test
  void neitherPasswordNorHashIsShown() {
    assertThat(PasswordHash.of("correct horse battery").toString()).isEqualTo("pbkdf2-sha512$***");
  }

  @Test
  void whatIsNoStoredHashIsRefused() {
    assertThatThrownBy(() -> new PasswordHash("md5abc"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PasswordHash(null)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void generatedPasswordsDiffer() {
    assertThat(GeneratedPassword.next())
        .matches("([a-z2-9]{4}-){3}[a-z2-9]{4}")
        .isNotEqualTo(GeneratedPassword.next());
  }
}
