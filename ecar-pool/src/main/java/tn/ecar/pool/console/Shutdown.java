package tn.ecar.pool.console;

import java.util.Locale;
import java.util.Optional;

/** What SHUTDOWN waits for before it ends the pool. Nobody new is let in meanwhile. */
public enum Shutdown {
  /** Nothing: whoever is here is sent away. */
  AT_ONCE,
  /** The end of every open transaction; who waits for a server is sent away. */
  WAIT_FOR_SERVERS,
  /** Every client's own good-bye. */
  WAIT_FOR_CLIENTS;

  static Shutdown of(Optional<String> word) throws ConsoleException {
    if (word.isEmpty()) {
      return AT_ONCE;
    }
    return switch (word.get().toUpperCase(Locale.ROOT)) {
      case "WAIT_FOR_SERVERS" -> WAIT_FOR_SERVERS;
      case "WAIT_FOR_CLIENTS" -> WAIT_FOR_CLIENTS;
      default -> throw new ConsoleException("bad arguments");
    };
  }
}
