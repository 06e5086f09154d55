package tn.ecar.launch.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class PostgresBinariesTest {
  @TempDir private Path directory;

  private static byte[] archive(String program) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options(0)))) {
      byte[] content = program.getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry("bin/postgres");
      entry.setSize(content.length);
      entry.setMode(0755);
      entry.setModTime(0);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private Path unpacked(byte[] archive) throws Exception {
    return PostgresBinaries.unpackedIn(directory, () -> new ByteArrayInputStream(archive));
  }

  @Test
  void anUpgradeOfEcarBringsItsOwnProgramsToOldData() throws Exception {
    Path before = unpacked(archive("of 18.3"));
    Path after = unpacked(archive("of 18.4"));

    assertThat(after.resolve("bin/postgres")).hasContent("of 18.4");
    assertThat(before.resolve("bin/postgres"))
        .as("another garage may run on them")
        .hasContent("of 18.3");
    assertThat(unpacked(archive("of 18.4"))).isEqualTo(after);
    try (var all = Files.list(directory)) {
      assertThat(all).hasSize(2);
    }
  }

  @Test
  void theProgramsOfEveryOlderEcarLayThereForEver() throws Exception {
    Path first = unpacked(archive("of 18.1"));
    Path second = unpacked(archive("of 18.2"));
    Path third = unpacked(archive("of 18.3"));
    usedInThisOrder(first, second, third);

    PostgresBinaries.forgetOlder(third);
    assertThat(List.of(second, third)).allSatisfy(kept -> assertThat(kept).isNotEmptyDirectory());
    assertThat(first).doesNotExist();

    // The way back, after which an ECAR comes that is newer still.
    usedInThisOrder(second, third);
    PostgresBinaries.forgetOlder(second);
    Path fourth = unpacked(archive("of 18.4"));
    PostgresBinaries.forgetOlder(fourth);
    assertThat(List.of(second, fourth)).allSatisfy(kept -> assertThat(kept).isNotEmptyDirectory());
    assertThat(third).doesNotExist();
    assertThat(unpacked(archive("of 18.1"))).as("it comes back whole").isEqualTo(first);
  }

  @Test
  void onlyWhatIsProvablyOursAndIdleIsDeleted() throws Exception {
    Path used = unpacked(archive("of 18.9"));
    Path before = unpacked(archive("of 18.8"));
    Path atWork = unpacked(archive("of 18.1"));
    Files.copy(
        Path.of("/bin/sleep"),
        atWork.resolve("bin/postgres"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
    Path linked = Files.createSymbolicLink(directory.resolve("0123456789ab"), before);
    Path named = Files.createDirectories(directory.resolve("notes/bin")).getParent();
    Path empty = Files.createDirectory(directory.resolve("ba9876543210"));
    Path brokenOff = Files.createDirectories(directory.resolve("unpacking123/bin")).getParent();
    Path halfGone = Files.createDirectories(directory.resolve("forgotten-ba9876543210"));
    usedInThisOrder(brokenOff, atWork, before, used);
    Process server = new ProcessBuilder(atWork.resolve("bin/postgres").toString(), "300").start();
    try {
      PostgresBinaries.forgetOlder(used);
      assertThat(List.of(used, before, atWork, linked, named, empty))
          .allSatisfy(kept -> assertThat(kept).exists());
      assertThat(List.of(brokenOff, halfGone)).allSatisfy(rest -> assertThat(rest).doesNotExist());
    } finally {
      server.destroyForcibly().waitFor();
    }
    PostgresBinaries.forgetOlder(used);
    assertThat(atWork).doesNotExist();
  }

  /** The programs that another was unpacking at this moment were deleted under its hands. */
  @Test
  void whatIsBeingUnpackedIsLeftAlone() throws Exception {
    Path used = unpacked(archive("of 18.9"));
    Path underWay = Files.createDirectories(directory.resolve("unpacking456/bin")).getParent();
    PostgresBinaries.forgetOlder(used);
    assertThat(underWay).isNotEmptyDirectory();
  }

  /** Where the system hides what a process runs, as it does from other accounts, it ran nothing. */
  @Test
  void aServerWhoseProgramIsHiddenMayBeTheOneThatIsToBeDeleted() {
    Path programs = Path.of("/garage/programs/0123456789ab");
    assertThat(PostgresBinaries.mayRun(Optional.empty(), "postgres: checkpointer \0", programs))
        .isTrue();
    assertThat(PostgresBinaries.mayRun(Optional.empty(), "", programs)).isFalse();
    assertThat(PostgresBinaries.mayRun(Optional.of("/bin/sleep"), "sleep\0", programs)).isFalse();
    assertThat(
            PostgresBinaries.mayRun(
                Optional.of(programs + "/bin/postgres (deleted)"), "", programs))
        .isTrue();
  }

  private static void usedInThisOrder(Path... programs) throws IOException {
    Instant day = Instant.parse("2026-01-01T00:00:00Z");
    for (Path one : programs) {
      day = day.plus(Duration.ofDays(1));
      Files.setLastModifiedTime(one, FileTime.from(day));
    }
  }
}
