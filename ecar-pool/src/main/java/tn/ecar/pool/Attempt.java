package tn.ecar.pool;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.ServerLogin;
import tn.ecar.pool.transport.Connector;
import tn.ecar.pool.transport.Connector.Encryption;
import tn.ecar.pool.transport.LoginTalk;
import tn.ecar.pool.transport.Transport;

/**
 * One try at one host: connect, agree on TLS, log in. Where the mode of TLS leaves room, a host
 * that does not like it one way is asked the other way as well.
 */
final class Attempt {
  /** What server connections call themselves unless the database entry says otherwise. */
  static final String APPLICATION_NAME = "ecar_application";

  /** What PostgreSQL answers when pg_hba.conf has no line for such a connection. */
  private static final String NOT_THIS_WAY = "28000";

  private final Connector connector;
  private final Opening opening;
  private final DatabaseSettings database;
  private final ServerAddress host;
  private final ServerLogin.Credentials credentials;

  /** The login of the last try; null before it. */
  private ServerLogin last;

  Attempt(
      Connector connector,
      Opening opening,
      ServerAddress host,
      ServerLogin.Credentials credentials) {
    this.connector = connector;
    this.opening = opening;
    this.database = opening.pool().database();
    this.host = host;
    this.credentials = credentials;
  }

  /** A host that let the pool in, and what it told. */
  record LoggedIn(Transport transport, ServerLogin login) {}

  LoggedIn make() throws Refusal {
    List<Encryption> ways =
        switch (connector.mode()) {
          case DISABLE -> List.of(Encryption.NEVER);
          case ALLOW -> List.of(Encryption.NEVER, Encryption.ALWAYS);
          case PREFER -> List.of(Encryption.WHEN_OFFERED, Encryption.NEVER);
          case REQUIRE, VERIFY_CA, VERIFY_FULL -> List.of(Encryption.ALWAYS);
        };
    if (ways.size() == 1 || host.isUnix()) {
      return make(ways.get(0));
    }
    try {
      return make(ways.get(0));
    } catch (Refusal refused) {
      if (!opening.mayGoOn() || !isAboutTls(refused)) {
        throw refused;
      }
      return otherwise(ways.get(1), refused);
    }
  }

  private LoggedIn otherwise(Encryption way, Refusal first) throws Refusal {
    try {
      return make(way);
    } catch (Refusal second) {
      // What the host said to the way that was wanted first tells more.
      first.addSuppressed(second);
      throw second.serverError().isPresent() ? second : first;
    }
  }

  private static boolean isAboutTls(Refusal refused) {
    return refused.getCause() instanceof SSLException
        || (refused.sqlState().equals(NOT_THIS_WAY) && refused.serverError().isPresent());
  }

  private LoggedIn make(Encryption way) throws Refusal {
    Transport transport = null;
    try {
      transport = connector.connect(host, way, opening::breakOffBy);
      ServerLogin login = logIn(transport);
      LoggedIn done = new LoggedIn(transport, login);
      transport = null;
      return done;
    } catch (IOException | RuntimeException unreachable) {
      throw refusal(unreachable);
    } finally {
      if (transport != null) {
        transport.close();
      }
    }
  }

  private Refusal refusal(Exception unreachable) {
    // The limit of each wait is that of the whole attempt: either may be the first to pass.
    boolean late = opening.isLate() || innermost(unreachable) instanceof SocketTimeoutException;
    Refusal refusal =
        late
            ? Refusal.of("connect timeout")
            : Refusal.of(
                "08006",
                "server "
                    + host
                    + " of database "
                    + database.name()
                    + (unreachable instanceof SSLException ? " by TLS: " : " cannot be reached: ")
                    + reason(unreachable));
    refusal.initCause(unreachable);
    return refusal;
  }

  /** The innermost reason: of a certificate that does not hold, all others say only that. */
  private static String reason(Exception unreachable) {
    Throwable inner = innermost(unreachable);
    return inner.getMessage() == null ? inner.getClass().getSimpleName() : inner.getMessage();
  }

  private static Throwable innermost(Exception unreachable) {
    Throwable inner = unreachable;
    while (inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  private ServerLogin logIn(Transport transport) throws IOException, Refusal {
    last = new ServerLogin(credentials, startup());
    LoginTalk.hold(transport, last, opening.isTrial() ? connector.limitMillis() : 0);
    return last;
  }

  /** How the last try ended; empty when that says nothing of the secret. */
  Optional<RoleAccess.Trial> ended() {
    return last != null && last.isLetIn()
        ? Optional.of(last.isAsked() ? RoleAccess.Trial.TAKEN : RoleAccess.Trial.NOT_ASKED)
        : Optional.empty();
  }

  boolean isAskedForScram() {
    return last != null && last.isAskedForScram();
  }

  /** Who is let in without being asked and refused by its name then: there is no such role. */
  boolean isOfNobody() {
    return last != null && last.isLetIn() && !last.isAsked();
  }

  private Map<String, String> startup() {
    Map<String, String> startup = new LinkedHashMap<>();
    startup.put("application_name", database.applicationName().orElse(APPLICATION_NAME));
    database.clientEncoding().ifPresent(value -> startup.put("client_encoding", value));
    database.dateStyle().ifPresent(value -> startup.put("datestyle", value));
    database.timeZone().ifPresent(value -> startup.put("timezone", value));
    if (opening.client() != null) {
      startup.putAll(opening.client().forOwnServer());
    }
    return startup;
  }
}
