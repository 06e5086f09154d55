package tn.ecar.pool.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose number may stand in the file. */
class PidFileTest {
  private static final long OURS = ProcessHandle.current().pid();

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("pool.pid");
  }

  /** As the first process of a container that was killed and is started again. */
  @Test
  void whatAKilledProcessOfTheSameNumberLeftIsNoOtherProcess() throws IOException {
    Files.writeString(file, OURS + "\n");
    try (PidFile written = PidFile.write(file.toString(), OURS, false)) {
      assertThat(Files.readString(file).strip()).isEqualTo("" + OURS);
      assertThat(written).isNotNull();
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void aProcessThatLivesIsAnother() throws IOException {
    long parent = ProcessHandle.current().parent().orElseThrow().pid();
    Files.writeString(file, parent + "\n");
    assertThatThrownBy(() -> PidFile.write(file.toString(), OURS, false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("process " + parent + " is running");
  }
}
