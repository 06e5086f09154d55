package tn.ecar.pool.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The virtual clients of callers who bring their own login. One login never gets another's client:
 * who names a wrong password has to prove it, and fails.
 */
final class KeptLogins {
  private record Login(String user, String password) {}

  /** Logs somebody in. */
  @FunctionalInterface
  interface Opener {
    InVmConnection open(String user, String password) throws SQLException;
  }

  private final Opener opener;
  private final Map<Login, KeptClients> logins = new ConcurrentHashMap<>();

  KeptLogins(Opener opener) {
    this.opener = opener;
  }

  Connection take(String user, String password) throws SQLException {
    Login login = new Login(user, password);
    KeptClients known = logins.get(login);
    if (known != null) {
      return known.take();
    }
    // A login is remembered when it has been proved, or guesses would pile up.
    KeptClients fresh = new KeptClients(() -> opener.open(user, password));
    Connection connection = fresh.take();
    logins.values().removeIf(KeptClients::isEmpty);
    logins.putIfAbsent(login, fresh);
    return connection;
  }
}
