package tn.ecar.launch.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tn.ecar.launch.Refusal;
import tn.ecar.launch.Secret;
import tn.ecar.pool.auth.Secret.Clear;
import tn.ecar.pool.config.AuthType;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.config.Userlist;

/**
 * The userlist that the person's own configuration names: other programs prove what stands in it,
 * so it is used as it is, and the garage is one more client of it.
 *
 * @param file where it lies
 * @param users what stands in it
 */
record NamedUserlist(Path file, Userlist users) {
  /** Where a client is known by the list alone, unless PostgreSQL is asked for its secret. */
  private static final Set<AuthType> BY_SECRET =
      EnumSet.of(AuthType.PLAIN, AuthType.MD5, AuthType.SCRAM_SHA_256);

  /**
   * The one that is named; empty where none is, and one is to be made.
   *
   * @throws Refusal when it cannot be read: one in its place would lock out all other programs
   */
  static Optional<NamedUserlist> in(Configuration configuration, Map<String, String> environment)
      throws Refusal {
    String name = configuration.text(Setting.AUTH_FILE);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Path file = Path.of(name);
    boolean shipped =
        configuration.file().isEmpty()
            && environment.getOrDefault("ECAR_POOL_AUTH_FILE", "").isBlank();
    // Nobody has named the place that the shipped configuration looks at; who proves something all
    // the same may mean it.
    if (shipped
        && (!Files.isReadable(file) || environment.getOrDefault("DB_PASSWORD", "").isBlank())) {
      return Optional.empty();
    }
    try {
      return Optional.of(new NamedUserlist(file, Userlist.of(configuration)));
    } catch (ConfigurationException e) {
      throw new Refusal("The pool's userlist is refused: " + e.getMessage() + ".", e);
    }
  }

  /** The newest secret of a user that stands there in clear. */
  Optional<Secret> clear(String user) {
    return users.valid(user).stream()
        .filter(Clear.class::isInstance)
        .map(Clear.class::cast)
        .map(secret -> new Secret(secret.password()))
        .findFirst();
  }

  /**
   * What the garage proves as a user for whom it was given no password.
   *
   * @param owner who migrates; the same secret fits where the list has only its hash, or PostgreSQL
   *     is asked
   * @throws Refusal when nothing would let the garage in
   */
  Secret proof(String user, Login owner, Configuration configuration, DatabaseSettings entry)
      throws Refusal {
    Optional<Secret> clear = clear(user);
    if (clear.isPresent()) {
      return clear.get();
    }
    boolean asks = entry.authUser().isPresent() || !configuration.text(Setting.AUTH_USER).isEmpty();
    boolean known =
        !users.valid(user).isEmpty() || asks || !BY_SECRET.contains(configuration.authType());
    if (known && user.equals(owner.user())) {
      return owner.password();
    }
    throw new Refusal(
        "The userlist "
            + file
            + " (auth_file) has no secret in clear for "
            + user
            + ", as whom the garage logs in at the pool: add the line \""
            + user
            + "\" \"its password\", or set DB_USER and DB_PASSWORD to a user that it lets in.");
  }
}
