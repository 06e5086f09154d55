package tn.ecar.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The data directory ({@code .ecar} unless {@code --data} names another): the database, the
 * secrets, the logs. One launcher at a time has it; the lock goes with the process, so a killed
 * launcher leaves nothing to clean up by hand.
 */
public final class Home implements AutoCloseable {
  private static final int LOGS_KEPT = 5;

  private final Path directory;
  private final FileChannel lockFile;

  private Home(Path directory, FileChannel lockFile) {
    this.directory = directory;
    this.lockFile = lockFile;
  }

  /**
   * Makes the directory where it is missing and takes it for this process.
   *
   * @throws Refusal when it cannot be written or another launcher has it
   */
  public static Home take(Path directory) throws Refusal {
    Path home = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(home);
      Files.createDirectories(home.resolve("log"));
      Files.createDirectories(home.resolve("secrets"));
      Files.setPosixFilePermissions(
          home.resolve("secrets"), PosixFilePermissions.fromString("rwx------"));
      FileChannel file =
          FileChannel.open(
              home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(file) == null) {
        file.close();
        throw new Refusal(
            "ECAR already runs on the data directory "
                + home
                + ": stop it first, or give this one another directory with --data DIR.");
      }
      return new Home(home, file);
    } catch (IOException e) {
      throw new Refusal(
          "The data directory "
              + home
              + " cannot be written ("
              + e.getMessage()
              + "): choose another with --data DIR.",
          e);
    }
  }

  private static FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  public Path directory() {
    return directory;
  }

  public Path secrets() {
    return directory.resolve("secrets");
  }

  /**
   * Where a log goes; what an earlier run left there is kept as {@code name.1} and so on, {@value
   * #LOGS_KEPT} of them.
   */
  public Path freshLog(String name) {
    Path log = directory.resolve("log").resolve(name);
    try {
      for (int age = LOGS_KEPT - 1; age >= 0; age--) {
        Path older = age == 0 ? log : log.resolveSibling(name + "." + age);
        if (Files.exists(older)) {
          Files.move(
              older,
              log.resolveSibling(name + "." + (age + 1)),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the logs in " + log.getParent() + " cannot be put aside", e);
    }
    return log;
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the lock of " + directory + " does not close", e);
    }
  }
}
