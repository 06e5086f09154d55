package tn.ecar.pool.process;

import java.nio.file.Path;
import java.util.List;

/**
 * The command line, as PgBouncer's. User and background are the launcher's.
 *
 * @param quiet whether nothing goes to standard error once the log is open
 * @param verbose how often more was asked for than the usual log
 * @param announced whether somebody waits on standard output for the word {@code ready}
 * @param file the ini file
 */
record Arguments(boolean quiet, int verbose, boolean announced, Path file) {
  static final String USAGE =
      """
      Usage: pgbouncer [OPTION]... FILE.ini
        -d, --daemon     run in the background
        -q, --quiet      write to the log file alone
        -v, --verbose    log more; twice for still more
        -u, --user=NAME  become this system user
        -V, --version    show the version
        -h, --help       show this\
      """;

  /**
   * Reads it; --help and --version are somebody else's.
   *
   * @throws IllegalArgumentException with the sentence for the operator
   */
  static Arguments of(List<String> words) {
    boolean quiet = false;
    int verbose = 0;
    boolean announced = false;
    Path file = null;
    for (String word : words) {
      switch (word) {
        case "-q", "--quiet" -> quiet = true;
        case "-v", "--verbose" -> verbose++;
        case "-vv" -> verbose += 2;
        case "--announce" -> announced = true;
        case "-R", "--reboot" ->
            throw new IllegalArgumentException(
                word
                    + " is not taken: a running process is replaced with so_reuseport = 1 in the"
                    + " ini. Start the new one beside it, then say SHUTDOWN WAIT_FOR_CLIENTS to the"
                    + " old one");
        default -> {
          if (word.startsWith("-") || file != null) {
            throw new IllegalArgumentException("unknown argument: " + word + "\n" + USAGE);
          }
          file = Path.of(word);
        }
      }
    }
    if (file == null) {
      throw new IllegalArgumentException("no ini file is named\n" + USAGE);
    }
    return new Arguments(quiet, verbose, announced, file);
  }
}
