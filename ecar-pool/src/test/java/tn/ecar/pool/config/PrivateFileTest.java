package tn.ecar.pool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who could read the old text can read the new one. */
class PrivateFileTest {
  @TempDir Path directory;

  private static PosixFileAttributes of(Path file) throws IOException {
    return Files.readAttributes(file, PosixFileAttributes.class);
  }

  /** Another group that this process may give a file to; root may give it to any. */
  private static boolean givesToOtherGroup(Path file) throws IOException {
    Process groups = new ProcessBuilder("id", "-Gn").start();
    List<String> own =
        List.of(
            new String(groups.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .split("\\s+"));
    UserPrincipalLookupService names = FileSystems.getDefault().getUserPrincipalLookupService();
    String before = of(file).group().getName();
    for (String name : Stream.concat(own.stream(), Stream.of("daemon")).toList()) {
      try {
        Files.getFileAttributeView(file, PosixFileAttributeView.class)
            .setGroup(names.lookupPrincipalByGroupName(name));
      } catch (IOException notHere) {
        continue;
      }
      if (!of(file).group().getName().equals(before)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The pool's own group came in its place, and whoever read the userlist by the old one did not.
   */
  @Test
  void theGroupThatMayReadItWasLost() throws IOException {
    Path file = Files.writeString(directory.resolve("userlist.txt"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assumeTrue(givesToOtherGroup(file), "this process is of one group alone");
    PosixFileAttributes before = of(file);
    PrivateFile.replace(file, "new");
    assertThat(file).hasContent("new");
    assertThat(of(file).group()).isEqualTo(before.group());
    assertThat(of(file).permissions()).isEqualTo(before.permissions());
  }

  @Test
  void theOwnerWasLost() throws IOException {
    Path file = Files.writeString(directory.resolve("userlist.txt"), "old");
    assumeTrue(of(file).owner().getName().equals("root"), "only root gives files away");
    Files.setOwner(
        file,
        FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("daemon"));
    PrivateFile.replace(file, "new");
    assertThat(of(file).owner().getName()).isEqualTo("daemon");
  }
}
