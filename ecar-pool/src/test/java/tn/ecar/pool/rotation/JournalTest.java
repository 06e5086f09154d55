package tn.ecar.pool.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Instant BEGUN = Instant.parse("2026-03-02T08:00:00Z");

  @TempDir Path directory;

  /** The journal of "app" was written by way of the other's, which went with its secret. */
  @Test
  void theJournalOfAUserWhoseNameEndsLikeAHalfWrittenFileWasLost() throws IOException {
    Path userlist = directory.resolve("userlist.txt");
    for (String user : List.of("app.new", "app")) {
      Path file = Journal.file(userlist, user);
      new Journal(user, Step.PLANNED, Journal.SCRAM, BEGUN, BEGUN, "of " + user, List.of("old"))
          .write(file);
      assertThat(Journal.read(file)).isPresent();
    }
    assertThat(Journal.all(userlist, broken -> {}))
        .extracting(Journal::secret)
        .containsExactlyInAnyOrder("of app", "of app.new");
  }
}
