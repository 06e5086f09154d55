package tn.ecar.launch.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tn.ecar.launch.Refusal;

/**
 * Who PostgreSQL runs as: it refuses to be root. An ordinary user runs it as himself; for root it
 * runs in a user namespace of its own, where root's number is nobody's, or, where the machine
 * allows no namespaces, under the number of {@code nobody}.
 */
public final class PostgresAccount {
  private static final int NOBODY = 65534;
  private static final List<String> NAMESPACE = List.of("unshare", "-U");
  private static final List<String> OTHER_NUMBER =
      List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");

  private final List<String> prefix;

  private PostgresAccount(List<String> prefix) {
    this.prefix = prefix;
  }

  /**
   * The account for this machine.
   *
   * @throws Refusal when root may neither open a namespace nor change its number
   */
  public static PostgresAccount ofThisMachine() throws Refusal {
    if (!isRoot()) {
      return new PostgresAccount(List.of());
    }
    if (works(NAMESPACE)) {
      return new PostgresAccount(NAMESPACE);
    }
    if (works(OTHER_NUMBER)) {
      return new PostgresAccount(OTHER_NUMBER);
    }
    throw new Refusal(
        "PostgreSQL does not run as root, and neither unshare nor setpriv works here: start ECAR as"
            + " an ordinary user, or name your own PostgreSQL with PGHOST.");
  }

  /** The command as this account runs it. */
  public List<String> running(List<String> command) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(command);
    return all;
  }

  /** Gives the file or directory to the account, where it is not its own already. */
  public void own(Path path) throws IOException {
    if (prefix.equals(OTHER_NUMBER)) {
      Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      return System.getProperty("user.name").equals("root");
    }
  }

  private static boolean works(List<String> prefix) {
    List<String> command = new ArrayList<>(prefix);
    command.add("true");
    try {
      Process trial =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return trial.waitFor(10, TimeUnit.SECONDS) && trial.exitValue() == 0;
    } catch (IOException programMissing) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
