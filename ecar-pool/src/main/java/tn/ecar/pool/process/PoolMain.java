package tn.ecar.pool.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.console.Operations;
import tn.ecar.pool.wire.WireDoor;

/**
 * The pool without an application server, in place of the program {@code pgbouncer}: reads the ini,
 * listens, and lives until a signal or SHUTDOWN ends it. Its launcher tells it the signals.
 */
public final class PoolMain {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  private PoolMain() {}

  /**
   * Runs until it is told to end; the status is 0, or 1 after a line that says what is wrong.
   *
   * @param arguments as PgBouncer's
   */
  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    if (words.contains("-h") || words.contains("--help")) {
      System.out.println(Arguments.USAGE);
    } else if (words.contains("-V") || words.contains("--version")) {
      System.out.println(Operations.VERSION);
    } else {
      System.exit(run(words));
    }
  }

  private static int run(List<String> words) {
    try {
      Arguments arguments = Arguments.of(words);
      serve(arguments, Configuration.read(arguments.file(), System.getenv()));
      return 0;
    } catch (IllegalArgumentException | ConfigurationException | IOException wrong) {
      System.err.println("FATAL " + wrong.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }

  private static void serve(Arguments arguments, Configuration configuration)
      throws IOException, InterruptedException {
    long pid = Long.getLong("ecar.pool.pid", ProcessHandle.current().pid());
    LogLines log = LogLines.begin(arguments, configuration, pid);
    try (Pooler pooler = Pooler.start("pool", configuration);
        WireDoor door = WireDoor.open(pooler);
        PidFile pidFile =
            PidFile.write(
                configuration.text(Setting.PIDFILE),
                pid,
                configuration.flag(Setting.SO_REUSEPORT))) {
      LOG.log(System.Logger.Level.INFO, "process up: {0}", Operations.VERSION);
      if (arguments.announced()) {
        System.out.println("ready");
        System.out.close();
      }
      pooler.followedBy(log::follow);
      listen(new Signals(pooler));
      pooler.awaitEnd();
      LOG.log(System.Logger.Level.DEBUG, "{0} and {1} go", door, pidFile);
    }
    LOG.log(System.Logger.Level.INFO, "got shutdown, exiting");
  }

  private static void listen(Signals signals) {
    BufferedReader launcher =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    Thread thread = new Thread(() -> signals.obey(launcher), "signals");
    thread.setDaemon(true);
    thread.start();
  }
}
