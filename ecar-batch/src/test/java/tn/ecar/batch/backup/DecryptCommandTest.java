package tn.ecar.batch.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own: what counts is its status. */
class DecryptCommandTest {
  @TempDir private Path directory;
  private Path key;
  private Path backup;

  @BeforeEach
  void makeBackup() throws Exception {
    key = Files.writeString(directory.resolve("key"), "0f".repeat(32));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    backup = directory.resolve("garage.dump.enc");
    try (OutputStream file = Files.newOutputStream(backup);
        OutputStream secret = BackupKey.read(key).encrypting(file)) {
      secret.write(new byte[200_000]);
    }
  }

  private int status(Path output) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DecryptCommand.class.getName(),
                key.toString(),
                backup.toString())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void aBackupThatDoesNotFitOnTheDiskIsNoSuccess() throws Exception {
    Path dump = directory.resolve("garage.dump");
    assertThat(status(dump)).isZero();
    assertThat(dump).hasSize(200_000);

    // Linux's own full disk: every write to it fails by ENOSPC.
    assertThat(status(Path.of("/dev/full"))).isEqualTo(1);
  }
}
