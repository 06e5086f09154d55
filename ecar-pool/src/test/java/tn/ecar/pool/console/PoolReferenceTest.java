package tn.ecar.pool.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/pool.md to the code. With {@code -Decar.docs.write=true} it writes the tables instead.
 */
class PoolReferenceTest {
  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final Path DOCUMENT = MODULE.resolveSibling("docs").resolve("pool.md");

  @Test
  void the_reference_says_what_the_code_says() throws IOException {
    String written = Files.readString(DOCUMENT);
    String renewed = new PoolReference(MODULE).renewed(written);

    if (Boolean.getBoolean("ecar.docs.write")) {
      Files.writeString(DOCUMENT, renewed);
      return;
    }
    assertThat(written)
        .as(
            "docs/pool.md is behind the code. Renew its tables by: mvn -pl ecar-pool test"
                + " -Dtest=PoolReferenceTest -Decar.docs.write=true")
        .isEqualTo(renewed);
  }
}
