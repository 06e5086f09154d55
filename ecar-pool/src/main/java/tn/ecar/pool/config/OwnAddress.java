package tn.ecar.pool.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where the pool itself listens. A pool whose server is itself would wait for itself for ever; the
 * usual way there is to give it the DB_HOST and DB_PORT that its clients use.
 */
final class OwnAddress {
  private static final Set<String> LOOPBACK =
      Set.of("localhost", "::1", "0:0:0:0:0:0:0:1", "ip6-localhost", "ip6-loopback");
  private static final Set<String> EVERYWHERE = Set.of("*", "0.0.0.0", "::");

  private final List<ServerAddress> own = new ArrayList<>();

  OwnAddress(Map<Setting, String> values, Map<String, String> environment) {
    int port = Integer.parseInt(value(values, Setting.LISTEN_PORT));
    for (String address : value(values, Setting.LISTEN_ADDR).split(",")) {
      if (!address.isBlank()) {
        own.add(new ServerAddress(address.strip(), port));
      }
    }
    String directory = value(values, Setting.UNIX_SOCKET_DIR);
    if (!directory.isEmpty()) {
      own.add(new ServerAddress(directory, port));
    }
    Variables.text(environment, "DB_HOST")
        .ifPresent(
            host ->
                own.add(
                    new ServerAddress(
                        host,
                        Variables.value(environment, "DB_PORT", ValueType.PORT)
                            .map(Integer::valueOf)
                            .orElse(port))));
  }

  void refuseAmong(Collection<DatabaseSettings> databases) {
    for (DatabaseSettings database : databases) {
      for (ServerAddress server : database.addresses()) {
        for (ServerAddress mine : own) {
          if (same(server, mine)) {
            throw new ConfigurationException(
                "database "
                    + database.name()
                    + " is said to be at "
                    + server
                    + ", but there the pool itself listens ("
                    + mine
                    + "); name the PostgreSQL server by host= and port= in [databases] or by"
                    + " PGHOST and PGPORT");
          }
        }
      }
    }
  }

  private static String value(Map<Setting, String> values, Setting setting) {
    return values.getOrDefault(setting, setting.defaultValue());
  }

  private static boolean same(ServerAddress server, ServerAddress mine) {
    if (server.port() != mine.port()) {
      return false;
    }
    String host = plain(server.host());
    String listener = plain(mine.host());
    return host.equals(listener)
        || (loopback(host) && (loopback(listener) || EVERYWHERE.contains(listener)));
  }

  private static boolean loopback(String host) {
    return LOOPBACK.contains(host) || host.matches("127\\.\\d+\\.\\d+\\.\\d+");
  }

  private static String plain(String host) {
    return host.toLowerCase(Locale.ROOT).replaceAll("^\\[(.*)\\]$", "$1");
  }
}
