package tn.ecar.launch.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tn.ecar.launch.Refusal;
import tn.ecar.launch.Secret;
import tn.ecar.pool.config.Userlist;
import tn.ecar.pool.rotation.Rotations;

/**
 * What a rotation of the pool has made of the garage's secret since the first run. The pool writes
 * the new one into its userlist before it changes the role, so one of those that stand there opens
 * PostgreSQL wherever the rotation was cut off.
 *
 * @param userlist the pool's, which need not exist yet
 * @param user whose secret it is
 */
record RotatedSecrets(Path userlist, String user) {
  private static final String WRONG_SECRET = "28P01";

  /** Whether a rotation was begun: then the userlist is the pool's and not written anew. */
  boolean begun() {
    return Files.exists(userlist) && Rotations.hasBegun(userlist, user);
  }

  /** The one that the pool takes from the garage for longest; that of the first run without any. */
  Secret newest(Secret first) {
    return begun() ? clear().stream().findFirst().orElse(first) : first;
  }

  /**
   * The login with the secret that PostgreSQL has now.
   *
   * @param first the login with the secret of the first run
   * @throws Refusal when none of them opens it, or it does not answer
   */
  Login opening(Login first) throws Refusal {
    List<Login> candidates = new ArrayList<>();
    if (begun()) {
      clear().forEach(secret -> candidates.add(first.with(secret)));
    }
    candidates.add(first);
    for (Login candidate : candidates) {
      if (opens(candidate)) {
        return candidate;
      }
    }
    return first;
  }

  // That it opens is all there is to know of it.
  @SuppressWarnings("try")
  private static boolean opens(Login candidate) throws Refusal {
    try (Connection connection = candidate.dataSource().getConnection()) {
      return true;
    } catch (SQLException e) {
      if (WRONG_SECRET.equals(e.getSQLState())) {
        return false;
      }
      throw candidate.refusal(e);
    }
  }

  private List<Secret> clear() {
    return Userlist.read(userlist).valid(user).stream()
        .filter(tn.ecar.pool.auth.Secret.Clear.class::isInstance)
        .map(tn.ecar.pool.auth.Secret.Clear.class::cast)
        .map(secret -> new Secret(secret.password()))
        .toList();
  }
}
