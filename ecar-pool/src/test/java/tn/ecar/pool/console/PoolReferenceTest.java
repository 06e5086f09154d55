package tn.ecar.pool.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.config.Setting;

/**
 * Holds docs/pool.md to the code. With {@code -Decar.docs.write=true} it writes the tables instead.
 */
class PoolReferenceTest {
  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final Path DOCUMENT = MODULE.resolveSibling("docs").resolve("pool.md");
  private static final Path FROM_PGBOUNCER = DOCUMENT.resolveSibling("from-pgbouncer.md");

  @Test
  void the_reference_says_what_the_code_says() throws IOException {
    String written = Files.readString(DOCUMENT);
    String renewed = new PoolReference(MODULE).renewed(written);

    if (Boolean.getBoolean("ecar.docs.write")) {
      Files.writeString(DOCUMENT, renewed);
      Files.writeString(
          FROM_PGBOUNCER, FromPgBouncer.renewed(Files.readString(FROM_PGBOUNCER), renewed));
      return;
    }
    assertThat(written)
        .as(
            "docs/pool.md is behind the code. Renew its tables by: mvn -pl ecar-pool test"
                + " -Dtest=PoolReferenceTest -Decar.docs.write=true")
        .isEqualTo(renewed);
  }

  @Test
  void who_comes_from_pgbouncer_finds_every_key() throws IOException {
    String page = Files.readString(FROM_PGBOUNCER);
    assertThat(page)
        .as("docs/from-pgbouncer.md is behind docs/pool.md; it is renewed with it")
        .isEqualTo(FromPgBouncer.renewed(page, Files.readString(DOCUMENT)));
    assertThat(Arrays.stream(Setting.values()).map(Setting::key))
        .as("notes speak of keys that are there")
        .containsAll(FromPgBouncer.NOTES.keySet());
  }
}
