package tn.ecar.pool.rotation;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The right to change a userlist and the journals beside it. Pools that share a userlist, as two
 * processes do while one takes over from the other, would otherwise take up each other's rotations.
 *
 * <p>Held from {@link #take} to {@link #close}. A file beside the userlist keeps other processes
 * out; the locks of files do not keep threads apart, so that {@linkplain MachineLock one of the
 * Java machine} stands before it. Who does not get that one must not open the file: the first of
 * its descriptors that a process closes gives up all that the process holds of it. The end of a
 * process gives the right up.
 */
final class RotationLock {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private final MachineLock threads;
  private final FileChannel channel;

  private RotationLock(MachineLock threads, FileChannel channel) {
    this.threads = threads;
    this.channel = channel;
  }

  /** Waits for whoever else changes this userlist. */
  static RotationLock take(Path authFile) throws IOException {
    MachineLock threads = new MachineLock(authFile.toRealPath());
    threads.take();
    FileChannel channel = null;
    try {
      channel = open(authFile);
      lock(channel);
      return new RotationLock(threads, channel);
    } catch (IOException | RuntimeException | Error refused) {
      giveUp(threads, channel);
      throw refused;
    }
  }

  /** Empty when somebody else changes this userlist just now. */
  static Optional<RotationLock> tryTake(Path authFile) throws IOException {
    MachineLock threads = new MachineLock(authFile.toRealPath());
    if (!threads.tryTake()) {
      return Optional.empty();
    }
    FileChannel channel = null;
    try {
      channel = open(authFile);
      if (tryLock(channel)) {
        return Optional.of(new RotationLock(threads, channel));
      }
    } catch (IOException | RuntimeException | Error refused) {
      giveUp(threads, channel);
      throw refused;
    }
    giveUp(threads, channel);
    return Optional.empty();
  }

  /**
   * A deployment of an older version in this Java machine holds the file alone, and nobody is woken
   * when it gives that up.
   */
  private static void lock(FileChannel channel) throws IOException {
    while (true) {
      try {
        channel.lock();
        return;
      } catch (OverlappingFileLockException another) {
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        if (Thread.currentThread().isInterrupted()) {
          throw new FileLockInterruptionException();
        }
      }
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException another) {
      return false;
    }
  }

  private static FileChannel open(Path authFile) throws IOException {
    Path real = authFile.toRealPath();
    return FileChannel.open(
        real.resolveSibling(real.getFileName() + ".rotating"),
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static void giveUp(MachineLock threads, FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      threads.close();
    }
  }

  void close() throws IOException {
    giveUp(threads, channel);
  }
}
