package tn.ecar.launch.database;

import java.io.IOException;
import java.nio.file.Path;
import tn.ecar.launch.Home;
import tn.ecar.launch.PrivateFile;
import tn.ecar.launch.Secret;

/**
 * What the garage and the pool's operator prove to the pool, in PgBouncer's own format, readable by
 * its owner only. The operator's password lies beside it in a file of its own.
 */
final class PoolUserlist {
  /** Who may give commands on the console; the user of whom PgBouncer's own manual speaks. */
  static final String OPERATOR = "pgbouncer";

  private PoolUserlist() {}

  static Path write(Home home, String user, Secret secret) throws IOException {
    Path file = file(home);
    if (new RotatedSecrets(file, user).begun()) {
      return file;
    }
    String lines = line(user, secret);
    if (!user.equals(OPERATOR)) {
      lines += line(OPERATOR, Secret.keptIn(home.secrets().resolve(OPERATOR)));
    }
    PrivateFile.write(file, lines);
    return file;
  }

  /** Where it lies. */
  static Path file(Home home) {
    return home.secrets().resolve("userlist.txt");
  }

  private static String line(String user, Secret secret) {
    return quoted(user) + " " + quoted(secret.clear()) + "\n";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
