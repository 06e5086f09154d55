package tn.ecar.pool.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What {@code ./ecar secret} prints and refuses. */
class SecretCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String password, String... arguments) throws Exception {
    return new SecretCommand(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(new StringReader(password), arguments);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theLineIsThatOfTheSeedsShellPipeline() throws Exception {
    // printf 'secretecar_user' | md5sum
    assertThat(run("secret\n", "ecar_user")).isZero();
    assertThat(printed()).isEqualTo("\"ecar_user\" \"md5" + MD5_OF_SECRETECAR_USER + "\"\n");
  }

  private static final String MD5_OF_SECRETECAR_USER = "5abf1f075dc3f85cbc4d0b4f197a94a2";

  @Test
  void scramHasASaltOfItsOwnEachTime() throws Exception {
    assertThat(run("secret\n", "--scram", "ecar_user")).isZero();
    assertThat(run("secret\n", "--scram", "--iterations", "10000", "ecar_user")).isZero();
    assertThat(printed().lines().distinct().toList()).hasSize(2);
    assertThat(printed().lines().toList().get(0)).startsWith("\"ecar_user\" \"SCRAM-SHA-256$4096:");
    assertThat(printed().lines().toList().get(1)).contains("SCRAM-SHA-256$10000:");
  }

  @Test
  void aQuoteInANameIsDoubled() throws Exception {
    assertThat(run("secret\n", "o\"brien")).isZero();
    assertThat(printed()).startsWith("\"o\"\"brien\" \"md5");
  }

  @Test
  void aPasswordAsArgumentIsRefusedAndNotRepeated() throws Exception {
    assertThat(run("", "ecar_user", "hunter2")).isEqualTo(1);
    assertThat(said()).contains("never taken from an argument").doesNotContain("hunter2");
    assertThat(printed()).isEmpty();
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    assertThat(run("secret\n")).isEqualTo(1);
    assertThat(run("\n", "ecar_user")).isEqualTo(1);
    assertThat(run("x\n", "--sha", "ecar_user")).isEqualTo(1);
    assertThat(run("x\n", "--iterations", "none", "ecar_user")).isEqualTo(1);
    assertThat(said())
        .contains("the user is missing")
        .contains("the password is empty")
        .contains("there is no option --sha")
        .contains("--iterations none");
    assertThat(printed()).isEmpty();
  }
}
