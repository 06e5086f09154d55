package tn.ecar.pool.console;

import java.util.Optional;
import tn.ecar.pool.config.AuthType;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.Setting;

/** What somebody may do on the console. */
public enum ConsoleRole {
  /** Every command. */
  ADMIN,
  /** SHOW, but not SHOW FDS. */
  STATS;

  /** What a client reads who is neither. */
  public static final String NOT_ALLOWED = "not allowed";

  /**
   * The role of a user who has proved who they are.
   *
   * @return empty when the user may not enter: the door answers {@link #NOT_ALLOWED}
   */
  public static Optional<ConsoleRole> of(Configuration configuration, String user) {
    if (configuration.authType() == AuthType.ANY
        || configuration.list(Setting.ADMIN_USERS).contains(user)) {
      return Optional.of(ADMIN);
    }
    return configuration.list(Setting.STATS_USERS).contains(user)
        ? Optional.of(STATS)
        : Optional.empty();
  }

  /**
   * Whether this user needs no proof when it is the process itself that speaks: inside this Java
   * machine, or over the unix socket with the same uid.
   */
  public static boolean isOwnProcess(String user) {
    return user.equals(Configuration.CONSOLE);
  }
}
