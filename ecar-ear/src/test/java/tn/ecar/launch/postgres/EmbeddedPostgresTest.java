package tn.ecar.launch.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {

  /** Under LANG=C that is each name with an accent, of whoever has the number by now. */
  @Test
  void aProgramWhoseNameIsNoPathInThisLanguageBrokeTheStart() {
    String odd = "/opt/\uD800/";
    assertThatThrownBy(() -> Path.of(odd)).isInstanceOf(InvalidPathException.class);
    assertThat(EmbeddedPostgres.isPostgres(odd + "postgres")).isTrue();
    assertThat(EmbeddedPostgres.isPostgres(odd + "sleep")).isFalse();
    assertThat(EmbeddedPostgres.isPostgres("postgres")).isTrue();
    assertThat(EmbeddedPostgres.isPostgres("/usr/bin/notpostgres")).isFalse();
  }
}
