package tn.ecar.pool.doctor;

import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.config.Setting;

/**
 * Where and how a program on this machine would enter the pool.
 *
 * @param address an address that listen_addr, or else unix_socket_dir, lets it listen at
 * @param as the configuration with TLS towards the pool in place of TLS towards PostgreSQL
 * @param certificate whether nobody enters without a certificate
 */
record Door(ServerAddress address, Configuration as, boolean certificate) {
  Door(Configuration configuration) {
    this(
        address(configuration),
        configuration.with(Setting.SERVER_TLS_SSLMODE, mode(configuration)),
        configuration.text(Setting.CLIENT_TLS_SSLMODE).startsWith("verify-"));
  }

  private static ServerAddress address(Configuration configuration) {
    int port = configuration.integer(Setting.LISTEN_PORT);
    String listens = configuration.list(Setting.LISTEN_ADDR).stream().findFirst().orElse("");
    String sockets = configuration.text(Setting.UNIX_SOCKET_DIR);
    if (listens.isEmpty() && !sockets.isEmpty()) {
      return new ServerAddress(sockets, port);
    }
    boolean everywhere =
        listens.isEmpty()
            || listens.equals("*")
            || listens.equals("0.0.0.0")
            || listens.equals("::");
    return new ServerAddress(everywhere ? "127.0.0.1" : listens, port);
  }

  /** A client without a certificate that takes any certificate of the pool. */
  private static String mode(Configuration configuration) {
    return switch (configuration.text(Setting.CLIENT_TLS_SSLMODE)) {
      case "disable" -> "disable";
      case "allow", "prefer" -> "prefer";
      default -> "require";
    };
  }
}
