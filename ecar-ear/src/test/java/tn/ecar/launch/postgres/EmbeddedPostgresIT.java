package tn.ecar.launch.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.launch.Refusal;
import tn.ecar.system.Product;

/** The PostgreSQL that ECAR brings along, on what an earlier run has left. */
class EmbeddedPostgresIT {
  private Path directory;
  private EmbeddedPostgres postgres;

  @BeforeEach
  void make() throws Exception {
    directory =
        Files.createTempDirectory(Files.createDirectories(Product.distribution()), "postgres");
    postgres = postgres();
    postgres.start();
  }

  @AfterEach
  void stop() throws Exception {
    postgres.stop();
  }

  private EmbeddedPostgres postgres() throws IOException, Refusal {
    return postgres(directory);
  }

  private static EmbeddedPostgres postgres(Path directory) throws IOException, Refusal {
    return postgres(directory, Product.distribution().resolve("postgres-programs"));
  }

  private static EmbeddedPostgres postgres(Path directory, Path programs)
      throws IOException, Refusal {
    return EmbeddedPostgres.in(
        directory, programs, directory.resolve("secret"), directory.resolve("postgres.log"));
  }

  @Test
  void afterAPowerCutTheNumberMayBeAnInnocentOnesWhoIsLeftAlone() throws Exception {
    postgres.stop();
    Process innocent = new ProcessBuilder("sleep", "300").start();
    try {
      List<String> left = new ArrayList<>();
      left.add(Long.toString(innocent.pid()));
      left.add(directory.resolve("data").toString());
      left.addAll(List.of("1700000000", "5432", "", "127.0.0.1", " 123456 65536", "ready   "));
      Files.write(postgres.pidFile(), left);

      assertThat(postgres.running()).isFalse();
      postgres = postgres();
      postgres.start();

      assertThat(innocent.isAlive()).isTrue();
      assertThat(postgres.running()).isTrue();
      assertThat(postgres.pid()).isNotEqualTo(innocent.pid());
    } finally {
      innocent.destroyForcibly();
      assertThat(innocent.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void anEmptyNumberFileAfterAPowerCutIsInNobodysWay() throws Exception {
    postgres.stop();
    Files.createFile(postgres.pidFile());

    postgres = postgres();
    postgres.start();

    assertThat(postgres.running()).isTrue();
  }

  @Test
  void whatAKilledLauncherLeftRunningIsEnded() throws Exception {
    long before = postgres.pid();

    postgres = postgres();
    postgres.start();

    assertThat(postgres.running()).isTrue();
    assertThat(postgres.pid()).isNotEqualTo(before);
    assertThat(Files.readString(directory.resolve("postgres.log")))
        .as("asked to end, and not killed")
        .contains("database system is shut down");
  }

  @Test
  void underAnotherSpellingOfItsDirectoryItsOwnServerWasTakenForAStrangers() throws Exception {
    long before = postgres.pid();
    Path link = directory.resolveSibling(directory.getFileName() + ".link");
    Files.createSymbolicLink(link, directory);
    try {
      EmbeddedPostgres linked = postgres(link);
      assertThat(linked.running()).isTrue();
      linked.start();
      assertThat(linked.pid()).isNotEqualTo(before);
      assertThat(postgres.running()).isTrue();
      postgres.stop();
      assertThat(linked.running()).isFalse();
    } finally {
      Files.delete(link);
    }
  }

  @Test
  void programsOfOlderEcarsLayBesideTheDataForEver() throws Exception {
    postgres.stop();
    Path own = directory.resolve("programs");
    Path shared = directory.resolveSibling(directory.getFileName() + ".shared");
    for (Path programs : List.of(own, shared)) {
      for (String name : List.of("000000000001", "000000000002")) {
        Path program = programs.resolve(name).resolve("bin/postgres");
        Files.createDirectories(program.getParent());
        assertThat(Files.createFile(program).toFile().setExecutable(true)).isTrue();
      }
      postgres = postgres(directory, programs);
      postgres.start();
      postgres.stop();
      try (var all = Files.list(programs)) {
        assertThat(all).as(programs.toString()).hasSize(programs.equals(own) ? 2 : 3);
      }
    }
  }

  /** They were looked for by the name of the link, and another garage lost its own. */
  @Test
  void programsOfSeveralGaragesThatALinkLedToWereDeleted() throws Exception {
    postgres.stop();
    Path shared = directory.resolveSibling(directory.getFileName() + ".of-several");
    for (String name : List.of("000000000001", "000000000002")) {
      Path program = shared.resolve(name).resolve("bin/postgres");
      Files.createDirectories(program.getParent());
      assertThat(Files.createFile(program).toFile().setExecutable(true)).isTrue();
    }
    Path link = Files.createSymbolicLink(directory.resolve("programs"), shared);
    postgres = postgres(directory, link);
    postgres.start();
    try (var all = Files.list(shared)) {
      assertThat(all).hasSize(3);
    }
  }

  @Test
  void aStrangerWhoNamesTheDirectoryWasTakenForItsServer() throws Exception {
    postgres.stop();
    Path data = directory.resolve("data");
    Process stranger =
        new ProcessBuilder("sh", "-c", "read line", data.toString())
            .directory(data.toFile())
            .start();
    try {
      Files.write(
          postgres.pidFile(),
          List.of(
              Long.toString(stranger.pid()), data.toString(), "1700000000", "5432", "", "", ""));
      assertThat(postgres.running()).isFalse();
      postgres.stop();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
      assertThat(stranger.waitFor(10, TimeUnit.SECONDS)).isTrue();
      Files.delete(postgres.pidFile());
    }
  }

  @Test
  void dataOfAnotherMajorAreRefusedWithTheWayOut() throws Exception {
    postgres.stop();
    Path version = directory.resolve("data/PG_VERSION");
    String right = Files.readString(version);
    Files.writeString(version, "17\n");

    assertThatThrownBy(() -> postgres().start())
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("are of PostgreSQL 17 and ECAR brings PostgreSQL " + right.strip())
        .hasMessageContaining("./ecar restore FILE");
    assertThat(directory.resolve("postgres.version")).doesNotExist();
  }
}
