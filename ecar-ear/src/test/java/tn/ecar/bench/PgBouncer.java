package tn.ecar.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tn.ecar.launch.database.Login;
import tn.ecar.system.Product;

/** A pgbouncer daemon of the machine in front of the garage's database, pooling by transaction. */
final class PgBouncer implements AutoCloseable {
  private static final String NOBODY = "65534";

  private final Process process;
  private final int port;
  private final String version;

  private PgBouncer(Process process, int port, String version) {
    this.process = process;
    this.port = port;
    this.version = version;
  }

  /** Where the program is: as PGBOUNCER says, else where Debian puts it. */
  static Path program() {
    return Path.of(System.getenv().getOrDefault("PGBOUNCER", "/usr/sbin/pgbouncer"));
  }

  static PgBouncer start(Login login, Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    int port = Product.freePort();
    Path users = directory.resolve("userlist.txt");
    Path ini = directory.resolve("pgbouncer.ini");
    Files.writeString(users, "\"" + login.user() + "\" \"" + login.password().clear() + "\"\n");
    Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        ini,
        """
        [databases]
        %s = host=%s port=%d
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = scram-sha-256
        auth_file = %s
        pool_mode = transaction
        default_pool_size = %d
        max_client_conn = 1000
        ignore_startup_parameters = extra_float_digits
        """
            .formatted(
                login.database(), login.host(), login.port(), port, users, Contestant.CONNECTIONS));
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // The daemon refuses to run as root.
      run("chown", "-R", NOBODY, directory.toString());
      command.addAll(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
    }
    command.addAll(List.of(program().toString(), ini.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("pgbouncer.log").toFile())
            .start();
    String version = run(program().toString(), "--version").lines().findFirst().orElse("pgbouncer");
    return new PgBouncer(process, port, version.strip());
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
    return said;
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  String version() {
    return version;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
