package tn.ecar.pool;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.Refusal;

/**
 * Asks a database for the secret of a user whom the userlist does not hold, by auth_query, as a
 * client of the pool of auth_user.
 */
final class AuthQuery {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");
  private static final String MISCONFIGURED = "bouncer config error";

  private final OwnClient own;

  AuthQuery(Engine engine, Leasing leasing) {
    this.own = new OwnClient(engine, leasing, "auth_query");
  }

  /**
   * What a database says of a user.
   *
   * @param asked whether anybody was asked
   * @param known whether there is such a user
   * @param secret empty when it has none
   */
  record Answer(boolean asked, boolean known, Optional<Secret> secret) {
    static final Answer NOT_ASKED = new Answer(false, false, Optional.empty());
    static final Answer NOBODY = new Answer(true, false, Optional.empty());
  }

  /** Whether anybody is to be asked at all. */
  static boolean isInUse(Configuration configuration) {
    return !configuration.text(Setting.AUTH_USER).isEmpty()
        || configuration.fallback().flatMap(DatabaseSettings::authUser).isPresent()
        || configuration.databases().values().stream().anyMatch(it -> it.authUser().isPresent());
  }

  /**
   * The secret of a user. Waits for the database's answer.
   *
   * @param configuration by which the client is judged
   * @param database which the client wants
   * @throws Refusal when the question cannot be asked
   */
  Answer secret(Configuration configuration, String user, String database) throws Refusal {
    Optional<DatabaseSettings> wanted = configuration.database(database);
    String asUser =
        wanted
            .flatMap(DatabaseSettings::authUser)
            .orElseGet(() -> configuration.text(Setting.AUTH_USER));
    if (asUser.isEmpty() || asUser.equals(user)) {
      return Answer.NOT_ASKED;
    }
    String in =
        wanted
            .flatMap(DatabaseSettings::authDbname)
            .orElseGet(() -> configuration.text(Setting.AUTH_DBNAME));
    Optional<DatabaseSettings> asked = in.isEmpty() ? wanted : configuration.database(in);
    if (asked.isEmpty()) {
      if (in.isEmpty()) {
        return Answer.NOT_ASKED;
      }
      LOG.log(System.Logger.Level.ERROR, "auth_dbname = {0} is no entry of [databases]", in);
      throw Refusal.of(MISCONFIGURED);
    }
    String sql =
        wanted
            .flatMap(DatabaseSettings::authQuery)
            .orElseGet(() -> configuration.text(Setting.AUTH_QUERY));
    return ask(asked.get(), asUser, sql, user);
  }

  private Answer ask(DatabaseSettings database, String asUser, String sql, String user)
      throws Refusal {
    return row(own.ask(database, asUser, question(sql, user)));
  }

  private static Buffer question(String sql, String user) {
    Buffer out = new Buffer();
    int parse = out.begin('P');
    out.appendText("").appendText(sql).appendShort(0);
    out.finish(parse);
    byte[] name = user.getBytes(StandardCharsets.UTF_8);
    int bind = out.begin('B');
    out.appendText("").appendText("").appendShort(0).appendShort(1);
    out.appendInt(name.length).append(name).appendShort(0);
    out.finish(bind);
    int execute = out.begin('E');
    out.appendText("").appendInt(0);
    out.finish(execute);
    out.finish(out.begin('S'));
    return out;
  }

  /** The second column of the first row. */
  private static Answer row(Buffer answer) throws Refusal {
    byte[] bytes = answer.array();
    Answer row = Answer.NOBODY;
    for (int at = answer.start(); at < answer.end(); at += 1 + Buffer.intAt(bytes, at + 1)) {
      if (bytes[at] == 'E') {
        String said =
            new String(bytes, at + 5, Buffer.intAt(bytes, at + 1) - 4, StandardCharsets.UTF_8);
        LOG.log(System.Logger.Level.ERROR, "auth_query failed: {0}", List.of(said.split("\0")));
        throw Refusal.of(MISCONFIGURED);
      }
      if (bytes[at] == 'D' && !row.known()) {
        row = new Answer(true, true, second(bytes, at + 5));
      }
    }
    return row;
  }

  private static Optional<Secret> second(byte[] bytes, int at) throws Refusal {
    int columns = (bytes[at] << 8) | bytes[at + 1];
    if (columns < 2) {
      LOG.log(System.Logger.Level.ERROR, "auth_query must answer two columns: user, secret");
      throw Refusal.of(MISCONFIGURED);
    }
    int first = Buffer.intAt(bytes, at + 2);
    int next = at + 6 + Math.max(first, 0);
    int length = Buffer.intAt(bytes, next);
    return length < 0
        ? Optional.empty()
        : Optional.of(Secret.parse(new String(bytes, next + 4, length, StandardCharsets.UTF_8)));
  }
}
