package tn.ecar.launch.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.launch.Secret;

class RotatedSecretsTest {
  @TempDir private Path directory;

  /** The garage looked for the pool's files by names of its own, and wrote the userlist anew. */
  @Test
  void theRotationOfAUserWhoseNameEndsLikeAHalfWrittenFileWasNotSeen() throws IOException {
    Path userlist = directory.resolve("userlist.txt");
    Files.writeString(userlist, "\"app.new\" \"rotated\"\n");
    RotatedSecrets secrets = new RotatedSecrets(userlist, "app.new");
    assertThat(secrets.begun()).isFalse();
    for (String name : new String[] {"pgpass.app%2Enew", "userlist.txt.rotation.app%2Enew"}) {
      Path file = Files.createFile(directory.resolve(name));
      assertThat(secrets.begun()).as(name).isTrue();
      assertThat(secrets.newest(new Secret("of the first run")).clear()).isEqualTo("rotated");
      Files.delete(file);
    }
    Files.createFile(directory.resolve("pgpass.app.new"));
    assertThat(secrets.begun()).as("as an older ECAR has left it").isTrue();
  }
}
