package tn.ecar.pool.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The file that tells others the number of this process. It is written when the pool is up and
 * taken away at its end; what a dead process has left behind is replaced.
 */
final class PidFile implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  private final Path file;
  private final long pid;

  private PidFile(Path file, long pid) {
    this.file = file;
    this.pid = pid;
  }

  /**
   * Writes it.
   *
   * @param name the value of pidfile; empty for none
   * @param replaces whether this process is to take the place of one that runs, as with
   *     so_reuseport
   * @throws IOException when another process that lives stands there
   */
  static PidFile write(String name, long pid, boolean replaces) throws IOException {
    if (name.isEmpty()) {
      return new PidFile(null, pid);
    }
    Path file = Path.of(name);
    if (!replaces) {
      refuseSecond(file, pid);
    }
    Path fresh = file.resolveSibling(file.getFileName() + "." + pid);
    Files.writeString(fresh, pid + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new PidFile(file, pid);
  }

  /** In a container a process may have the very number of the one that was killed before it. */
  private static void refuseSecond(Path file, long pid) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    String present = Files.readString(file).strip();
    boolean isOurs = present.equals("" + pid) || present.equals("" + ProcessHandle.current().pid());
    boolean lives =
        present.matches("[0-9]{1,10}") && ProcessHandle.of(Long.parseLong(present)).isPresent();
    if (lives && !isOurs) {
      throw new IOException(
          "pidfile = "
              + file
              + ": process "
              + present
              + " is running; end it, or name another file. With so_reuseport = 1 this process"
              + " would take its place");
    }
    LOG.log(System.Logger.Level.INFO, "stale pidfile, removing");
  }

  /** Takes it away, unless it is another process's by now. */
  @Override
  public void close() throws IOException {
    if (file != null && Files.exists(file) && Files.readString(file).strip().equals("" + pid)) {
      Files.delete(file);
    }
  }
}
