package tn.ecar.pool.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The right to change a userlist, among deployments and processes. */
class RotationLockIT {
  /** Says whether another process would get the right. */
  static final class Stranger {
    private Stranger() {}

    /** With the file of the lock. */
    public static void main(String... words) throws IOException {
      try (FileChannel file = FileChannel.open(Path.of(words[0]), StandardOpenOption.WRITE)) {
        System.exit(file.tryLock() == null ? 0 : 1);
      }
    }
  }

  private static boolean isHeld(Path file) throws Exception {
    Process stranger =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                place(Stranger.class).toString(),
                Stranger.class.getName(),
                file.toString())
            .inheritIO()
            .start();
    try {
      assertThat(stranger.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return stranger.exitValue() == 0;
    } finally {
      stranger.destroyForcibly();
    }
  }

  private static Path place(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** It closed the file that it had only looked at, and with it the first one's right was gone. */
  @Test
  void aSecondDeploymentThatOnlyLookedGaveTheFirstOnesRightAway() throws Exception {
    try (Scene scene = Scene.of("scram-sha-256");
        URLClassLoader first =
            new URLClassLoader(
                new URL[] {place(RotationLock.class).toUri().toURL()},
                ClassLoader.getPlatformClassLoader())) {
      Rotations second = scene.watched((user, what) -> {});
      scene.pooler().operations().rotate(scene.user());
      Class<?> itsLock = first.loadClass(RotationLock.class.getName());
      Method take = itsLock.getDeclaredMethod("take", Path.class);
      Method close = itsLock.getDeclaredMethod("close");
      take.setAccessible(true);
      close.setAccessible(true);
      Object held = take.invoke(null, scene.userlist());
      try {
        assertThat(second.resume()).isFalse();
        assertThat(isHeld(scene.userlist().resolveSibling("userlist.txt.rotating"))).isTrue();
      } finally {
        close.invoke(held);
      }
      assertThat(isHeld(scene.userlist().resolveSibling("userlist.txt.rotating"))).isFalse();
      assertThat(second.resume()).isTrue();
    }
  }
}
