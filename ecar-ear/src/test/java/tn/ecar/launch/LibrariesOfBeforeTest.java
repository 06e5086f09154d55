package tn.ecar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./ecar} leaves of the libraries of a build before. */
class LibrariesOfBeforeTest {
  private static final Instant BEFORE = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path root;

  /** Two versions of a library stood side by side, and either was loaded. */
  @Test
  void aBuildWithOtherLibrariesLeftThoseOfBefore() throws Exception {
    Path launcher = file("ecar-ear/target/launcher/netty-1.jar", "", BEFORE);
    Path process = file("ecar-pool/target/process/netty-1.jar", "", BEFORE);
    file("ecar-ear/target/built", "", BEFORE.plusSeconds(60));
    file("pom.xml", "", BEFORE.plusSeconds(120));
    build();
    assertThat(launcher).doesNotExist();
    assertThat(process).doesNotExist();
  }

  @Test
  void aBuildWithTheSameLibrariesLeavesThemToWhoRuns() throws Exception {
    file("pom.xml", "", BEFORE);
    Path launcher = file("ecar-ear/target/launcher/netty-1.jar", "", BEFORE);
    file("ecar-ear/target/built", "", BEFORE.plusSeconds(60));
    file("ecar-pool/src/main/java/Changed.java", "", BEFORE.plusSeconds(120));
    build();
    assertThat(launcher).exists();
  }

  private void build() throws Exception {
    file("ecar-pool/pom.xml", "", BEFORE);
    file("ecar-ear/src/main/java/Old.java", "", BEFORE);
    file("ecar-pool/src/main/java/Old.java", "", BEFORE);
    Path maven = program("mvn", "true");
    program("ecar-pool/target/pgbouncer", "echo built");
    Path ecar = root.resolve("ecar");
    Files.copy(Path.of("..", "ecar"), ecar);
    ProcessBuilder builder = new ProcessBuilder("bash", ecar.toString(), "pool", "--help");
    builder.environment().put("ECAR_MAVEN", maven.toString());
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("Building ECAR").endsWith("built\n");
  }

  private Path program(String name, String line) throws Exception {
    Path file = file(name, "#!/bin/bash\n" + line + "\n", BEFORE);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path file(String name, String text, Instant written) throws Exception {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return Files.setLastModifiedTime(file, FileTime.from(written));
  }
}
