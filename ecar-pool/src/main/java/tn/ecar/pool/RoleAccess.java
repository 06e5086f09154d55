package tn.ecar.pool;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.ServerError;

/** What whoever rotates secrets may do with a role of PostgreSQL: ask as it, and try to be it. */
public final class RoleAccess {
  private static final String PURPOSE = "rotation";

  /**
   * What a host says that would let nobody more in: too_many_connections, of the role, of the
   * database or of the server. Of a role with two secrets the first that is wrong is told.
   */
  private static final Set<String> TOO_MANY = Set.of("53300", "28P01");

  private final Engine engine;
  private final OwnClient own;
  private final Opener opener;

  RoleAccess(Engine engine, Leasing leasing) {
    this.engine = engine;
    this.own = new OwnClient(engine, leasing, PURPOSE);
    this.opener = new Opener(engine);
  }

  /**
   * Runs one statement as a role, by a server connection of its pool.
   *
   * @return the first value of the first row; empty when there is none
   * @throws Refusal what the server says against it, or why none can be had
   */
  public Optional<String> ask(DatabaseSettings database, String role, String sql) throws Refusal {
    return value(own.ask(database, role, question(sql)));
  }

  private static Buffer question(String sql) {
    Buffer question = new Buffer();
    int mark = question.begin('Q');
    question.appendText(sql);
    question.finish(mark);
    return question;
  }

  private static Optional<String> value(Buffer answer) throws Refusal {
    byte[] bytes = answer.array();
    Optional<String> value = Optional.empty();
    for (int at = answer.start(); at < answer.end(); at += 1 + Buffer.intAt(bytes, at + 1)) {
      byte[] body = Arrays.copyOfRange(bytes, at + 5, at + 1 + Buffer.intAt(bytes, at + 1));
      if (bytes[at] == 'E') {
        throw Refusal.of(ServerError.parse(body, 0, body.length));
      }
      if (bytes[at] == 'D' && value.isEmpty()) {
        int length = Buffer.intAt(body, 2);
        value = length < 0 ? value : Optional.of(Buffer.text(body, 6, 6 + length));
      }
    }
    return value;
  }

  /**
   * Runs one statement as a role at one of the hosts of a database, whatever target_session_attrs
   * asks for: by a connection that ends with the answer.
   *
   * @return the first value of the first row; empty when there is none
   * @throws Refusal what the server says against it, or why it cannot be asked
   */
  public Optional<String> ask(
      DatabaseSettings database, ServerAddress host, String role, String sql) throws Refusal {
    if (engine.isShuttingDown()) {
      throw Refusal.of("57P01", "pooler is shutting down");
    }
    BlockingServer server;
    try {
      server = opener.apart(pool(database, role), host);
    } catch (Refusal refused) {
      // The pool's own connections may be all that the role is allowed; they stand on this host.
      if (!TOO_MANY.contains(refused.sqlState())) {
        throw refused;
      }
      if (database.addresses().size() == 1) {
        return ask(database, role, sql);
      }
      return value(own.ask(database, host, role, question(sql)).orElseThrow(() -> refused));
    }
    return value(own.ask(server, database, role, question(sql)));
  }

  /** What a server says to one secret of a role. */
  public enum Trial {
    /** It has asked for a secret and taken this one. */
    TAKEN,
    /** It has let the role in without asking: that tells nothing of the secret. */
    NOT_ASKED,
    /** It has not let the role in. */
    REFUSED,
    /** It asks for a proof that this secret cannot give. */
    UNFIT
  }

  /** Every secret of a role that is in force, the newest first. */
  public List<Secret> inForce(String role) {
    return engine.userlist().valid(role);
  }

  /**
   * Whether a role can log in at one of the hosts of a database with this secret and no other:
   * tries it by a connection that ends at once.
   *
   * @throws Refusal when that cannot be found out
   */
  public Trial trial(DatabaseSettings database, ServerAddress host, String role, Secret secret)
      throws Refusal {
    return opener.trial(pool(database, role), host, secret);
  }

  /**
   * Whether one of the hosts of a database asks a role for SCRAM: it keeps no md5 hash of it, or
   * would take none.
   *
   * @throws Refusal when that cannot be found out
   */
  public boolean asksForScram(DatabaseSettings database, ServerAddress host, String role)
      throws Refusal {
    return opener.asksForScram(pool(database, role), host);
  }

  /** The addresses of a host, of which each connection takes another; none when it has none. */
  public List<InetAddress> addresses(ServerAddress host) {
    if (host.isUnix()) {
      return List.of();
    }
    try {
      return engine.hostNames().addresses(host.host());
    } catch (UnknownHostException unknown) {
      return List.of();
    }
  }

  private Pool pool(DatabaseSettings database, String role) {
    engine.lock().lock();
    try {
      return engine.pool(database, role);
    } finally {
      engine.lock().unlock();
    }
  }
}
