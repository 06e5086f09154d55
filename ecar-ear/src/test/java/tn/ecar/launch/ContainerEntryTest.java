package tn.ecar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the image's entry hands to the launcher, with a program in Java's place that shows it. */
class ContainerEntryTest {
  private static final Path ENTRY = Path.of("../container").toAbsolutePath().normalize();

  @TempDir private Path directory;

  private String handedOn(Map<String, String> variables) throws IOException, InterruptedException {
    Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nenv\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder builder =
        new ProcessBuilder("bash", ENTRY.resolve("garage-entry").toString())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
    builder.environment().put("ECAR_HOME", ENTRY.toString());
    builder.environment().put("ECAR_STATE", directory.toString());
    for (String name : new String[] {"DB_HOST", "DB_NAME", "DB_USER"}) {
      builder.environment().put(name, "x");
    }
    builder.environment().putAll(variables);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  @Test
  void theFileOfTheBackupsKeyStaysAFile() throws Exception {
    Path key = Files.writeString(directory.resolve("key"), "of-the-backup");
    Path password = Files.writeString(directory.resolve("password"), "of-the-garage");

    String handedOn =
        handedOn(
            Map.of(
                "ECAR_BACKUP_KEY_FILE", key.toString(),
                "ECAR_MAIL_PASSWORD_FILE", key.toString(),
                "DB_PASSWORD_FILE", password.toString()));

    assertThat(handedOn)
        .contains("ECAR_BACKUP_KEY_FILE=" + key, "ECAR_MAIL_PASSWORD_FILE=" + key)
        .contains("PGPASSWORD=of-the-garage")
        .doesNotContain("of-the-backup");
  }
}
