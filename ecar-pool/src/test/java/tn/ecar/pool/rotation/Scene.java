package tn.ecar.pool.rotation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.TestDirectory;
import tn.ecar.pool.auth.Md5;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.wire.WireDoor;

/** A pool that can be killed and started again on the same files, and the role it rotates. */
final class Scene implements AutoCloseable {
  static final String OLD = RealPostgres.PASSWORD;

  private final Path directory;
  private final String user;
  private final int port;
  private Pooler pooler;
  private WireDoor door;

  private Scene(String user, Path directory, int port) {
    this.user = user;
    this.directory = directory;
    this.port = port;
  }

  /** One whose role PostgreSQL keeps in this form. */
  static Scene of(String form, String... lines) throws Exception {
    String user = form.equals("md5") ? RealPostgres.MD5_USER : "rotated";
    RealPostgres.shared()
        .execute(
            "postgres",
            "do $$ begin if to_regrole('rotated') is null then create role rotated login; end if;"
                + " end $$",
            "set password_encryption = '" + form + "'",
            "alter role " + user + " password '" + OLD + "'",
            "alter role " + user + " set password_encryption = '" + form + "'",
            "alter role " + user + " reset log_statement");
    Path directory = TestDirectory.create("rotation-test");
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Scene scene = new Scene(user, directory, port);
    scene.write(form, lines);
    scene.start();
    return scene;
  }

  private void write(String form, String... lines) throws IOException {
    String stored = form.equals("md5") ? Md5.hash(user, OLD).text() : OLD;
    Files.writeString(
        userlist(),
        "# the garage's users\n\""
            + user
            + "\" \""
            + stored
            + "\" and a remark\n\"operator\" \"operator\"\n");
    Files.writeString(
        directory.resolve("pool.ini"),
        """
        [databases]
        ecar_db = host=127.0.0.1 port=%d dbname=ecar_db
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = %s
        auth_file = %s
        admin_users = operator
        pool_mode = transaction
        server_lifetime = 0
        auth_several_secrets = 1
        %s
        """
            .formatted(
                RealPostgres.shared().port(), port, form, userlist(), String.join("\n", lines)));
  }

  void start() throws IOException {
    pooler = Pooler.start(directory.getFileName().toString(), configuration());
    door = WireDoor.open(pooler);
  }

  Configuration configuration() {
    return Configuration.read(directory.resolve("pool.ini"), Map.of());
  }

  void kill() {
    door.close();
    pooler.close();
  }

  String user() {
    return user;
  }

  Path userlist() {
    return directory.resolve("userlist.txt");
  }

  Path journal() {
    return Journal.file(userlist(), user);
  }

  Pooler pooler() {
    return pooler;
  }

  /** Rotations of this pool whose steps somebody watches. */
  Rotations watched(Rotations.Progress progress) {
    return new Rotations(pooler.roleAccess(), pooler.operations(), Instant::now, progress);
  }

  /** What programs read from the file that is handed out; the old one before that. */
  String newest() throws IOException {
    Path file = Rotation.handedOut(userlist(), user);
    if (Files.notExists(file)) {
      return OLD;
    }
    String line = Files.readString(file).strip();
    return line.substring(line.lastIndexOf(':') + 1);
  }

  /** A login through the pool and a query, which takes a fresh login at PostgreSQL. */
  void visit(String password) throws SQLException {
    visit("ecar_db", password);
  }

  void visit(String database, String password) throws SQLException {
    try (Connection connection = connect(database, user, password);
        Statement statement = connection.createStatement()) {
      statement.executeQuery("select 1").close();
    }
  }

  Connection console() throws SQLException {
    return connect("pgbouncer", "operator", "operator");
  }

  private Connection connect(String database, String as, String password) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", as);
    login.setProperty("password", password);
    login.setProperty("preferQueryMode", "simple");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, login);
  }

  @Override
  public void close() throws SQLException {
    kill();
    String form = user.equals(RealPostgres.MD5_USER) ? "md5" : "scram-sha-256";
    RealPostgres.shared()
        .execute(
            "postgres",
            "set password_encryption = '" + form + "'",
            "alter role " + user + " reset all",
            "alter role " + user + " password '" + OLD + "'");
  }
}
