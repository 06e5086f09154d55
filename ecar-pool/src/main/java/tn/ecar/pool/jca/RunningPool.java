package tn.ecar.pool.jca;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.jdbc.VirtualConnection;
import tn.ecar.pool.jdbc.xa.EcarXADataSource;

/**
 * The pool that a started resource adapter runs, and the resource manager of each login to it: two
 * connection factories with the same login share one.
 */
final class RunningPool implements AutoCloseable {
  private final Configuration configuration;
  private final Map<Login, EcarXADataSource> sources = new ConcurrentHashMap<>();

  private RunningPool(Configuration configuration) {
    this.configuration = configuration;
  }

  static RunningPool start(Configuration configuration) {
    return new RunningPool(configuration);
  }

  EcarXADataSource source(Login login) {
    return sources.computeIfAbsent(
        login, wanted -> new EcarXADataSource(() -> open(wanted), Clock.systemUTC()));
  }

  private VirtualConnection open(Login login) throws SQLException {
    throw new SQLException("no engine yet for " + login, "08001");
  }

  int mostClients() {
    return configuration.integer(Setting.MAX_CLIENT_CONN);
  }

  String summary() {
    return String.join(", ", configuration.databases().keySet());
  }

  @Override
  public void close() {
    sources.values().forEach(EcarXADataSource::close);
  }
}
