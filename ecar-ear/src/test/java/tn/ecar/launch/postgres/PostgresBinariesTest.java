package tn.ecar.launch.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
