package tn.ecar.launch.database;

import java.io.IOException;
import java.nio.file.Path;
import tn.ecar.launch.Home;
import tn.ecar.launch.PrivateFile;
import tn.ecar.launch.Secret;

/** What the garage proves to the pool, in PgBouncer's own format, readable by its owner only. */
final class PoolUserlist {
  private PoolUserlist() {}

  static Path write(Home home, String user, Secret secret) throws IOException {
    Path file = home.secrets().resolve("userlist.txt");
    PrivateFile.write(file, quoted(user) + " " + quoted(secret.clear()) + "\n");
    return file;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
