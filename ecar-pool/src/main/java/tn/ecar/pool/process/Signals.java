package tn.ecar.pool.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.console.ConsoleException;
import tn.ecar.pool.console.Shutdown;

/**
 * Does what the process was signalled to do. Java cannot catch them all, so the launcher does, and
 * says their names on standard input; when that ends the launcher has died, and so does the pool.
 */
final class Signals {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  private final Pooler pooler;
  private boolean ending;

  Signals(Pooler pooler) {
    this.pooler = pooler;
  }

  /** Obeys until there is nobody left to say anything. */
  void obey(BufferedReader launcher) {
    try {
      String name = launcher.readLine();
      while (name != null) {
        LOG.log(System.Logger.Level.INFO, "got SIG{0}", name);
        act(name);
        name = launcher.readLine();
      }
    } catch (IOException gone) {
      LOG.log(System.Logger.Level.WARNING, "the launcher cannot be heard", gone);
    }
    shutDown(Shutdown.AT_ONCE);
  }

  private void act(String name) {
    switch (name) {
      case "TERM" -> shutDown(ending ? Shutdown.AT_ONCE : Shutdown.WAIT_FOR_CLIENTS);
      case "INT" -> shutDown(ending ? Shutdown.AT_ONCE : Shutdown.WAIT_FOR_SERVERS);
      case "HUP" -> command("RELOAD");
      // A pause lasts until the last server is free; the next signal must not wait for it.
      case "USR1" -> {
        Thread pause = new Thread(() -> command("PAUSE"), "pause");
        pause.setDaemon(true);
        pause.start();
      }
      case "USR2" -> command("RESUME");
      default -> LOG.log(System.Logger.Level.WARNING, "SIG{0} means nothing here", name);
    }
  }

  private void shutDown(Shutdown how) {
    ending = true;
    try {
      pooler.operations().shutDown(how);
    } catch (ConsoleException refused) {
      LOG.log(System.Logger.Level.WARNING, "{0} {1}", refused.getMessage(), refused.detail());
    } catch (RuntimeException unforeseen) {
      // Who hears the signals must live: the next one may be the one that ends the pool.
      LOG.log(System.Logger.Level.ERROR, "the signal could not be obeyed", unforeseen);
    }
  }

  /** As the console does it, which tells the log and SHOW CHANGES of it. */
  private void command(String word) {
    try {
      pooler.console().obey(word, Optional.empty());
    } catch (ConsoleException refused) {
      LOG.log(System.Logger.Level.DEBUG, "the log tells already why", refused);
    } catch (RuntimeException unforeseen) {
      LOG.log(System.Logger.Level.ERROR, "the signal could not be obeyed", unforeseen);
    }
  }
}
