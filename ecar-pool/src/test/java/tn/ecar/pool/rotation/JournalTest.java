package tn.ecar.pool.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  private Path journalOf(String user, String secret) throws IOException {
    Path file = Journal.file(directory.resolve("userlist.txt"), user);
    new Journal(user, Step.PLANNED, Journal.SCRAM, BEGUN, BEGUN, secret, List.of("old"))
        .write(file);
    return file;
  }

  /** They went out of what reads all of them as an error that nobody caught. */
  @ParameterizedTest
  @ValueSource(strings = {"user", "form", "step", "begun", "forget_at", "secret", "old"})
  void aJournalWithoutOneOfItsLinesHeldUpEverybody(String key) throws IOException {
    journalOf("app", "of app");
    Path broken = journalOf("branch", "of branch");
    Files.write(
        broken, Files.readAllLines(broken).stream().filter(it -> !it.startsWith(key)).toList());
    assertBroken(broken);
  }

  /** The damaged value, which may be the secret, stood in the log as the cause's text. */
  @ParameterizedTest
  @ValueSource(strings = {"secret=\\uTSE", "begun=tell-nobody", "step=tell-nobody"})
  void aDamagedLineOfAJournalHeldUpEverybodyOrWasLogged(String line) throws IOException {
    journalOf("app", "of app");
    Path broken = journalOf("branch", "of branch");
    Files.writeString(broken, Files.readString(broken) + line + "\n");
    assertBroken(broken);
  }

  private void assertBroken(Path broken) throws IOException {
    List<IOException> told = new ArrayList<>();
    assertThat(Journal.all(directory.resolve("userlist.txt"), told::add))
        .extracting(Journal::user)
        .containsExactly("app");
    assertThat(told)
        .singleElement()
        .satisfies(
            why -> {
              assertThat(why).hasMessageContaining(broken.toString()).hasNoCause();
              assertThat(why.getMessage()).doesNotContain("tell-nobody", "of branch");
            });
  }

  @Test
  void aCopyOfAJournalWasTakenUpAsARotation() throws IOException {
    Path file = journalOf("app", "of app");
    Path copy = Files.copy(file, file.resolveSibling(file.getFileName() + ".bak"));
    List<IOException> told = new ArrayList<>();
    assertThat(Journal.all(directory.resolve("userlist.txt"), told::add)).hasSize(1);
    assertThat(told)
        .singleElement()
        .satisfies(why -> assertThat(why).hasMessageContaining(copy.toString()));
    Files.delete(file);
    assertThat(Journal.all(directory.resolve("userlist.txt"), told::add)).isEmpty();
  }

  /** The version that gave it this name would have lost it; the next one did not find it. */
  @Test
  void theJournalThatAnOlderVersionNamedLikeAHalfWrittenFileWasNotFound() throws IOException {
    Path file = journalOf("app.new", "of app.new");
    Path former = file.resolveSibling("userlist.txt.rotation.app.new");
    Files.move(file, former);
    Files.writeString(file.resolveSibling("userlist.txt.rotation.app2.new"), "user=app2");
    List<IOException> told = new ArrayList<>();
    assertThat(Journal.all(directory.resolve("userlist.txt"), told::add))
        .extracting(Journal::user)
        .containsExactly("app.new");
    assertThat(told).as("one that is being written is nothing to tell of").isEmpty();
    assertThat(file).exists();
    assertThat(former).doesNotExist();
  }
}
