package tn.ecar.pool;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.ServerError;

/** What whoever rotates secrets may do with a role of PostgreSQL: ask as it, and try to be it. */
public final class RoleAccess {
  private static final String PURPOSE = "rotation";

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
    Buffer question = new Buffer();
    int mark = question.begin('Q');
    question.appendText(sql);
    question.finish(mark);
    Buffer answer = own.ask(database, role, question);
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
   * Whether a role can log in with this secret and no other: tries it by a connection that ends at
   * once.
   *
   * @throws Refusal when that cannot be found out
   */
  public Trial trial(DatabaseSettings database, String role, Secret secret) throws Refusal {
    Pool pool;
    engine.lock().lock();
    try {
      pool = engine.pool(database, role);
    } finally {
      engine.lock().unlock();
    }
    return opener.trial(pool, secret);
  }
}
