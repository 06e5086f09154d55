package tn.ecar.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tn.ecar.launch.Guard;
import tn.ecar.launch.Refusal;
import tn.ecar.launch.database.GarageDatabase;
import tn.ecar.launch.database.Login;
import tn.ecar.launch.server.Distribution;
import tn.ecar.launch.server.MicroServer;
import tn.ecar.launch.server.ServerSettings;
import tn.ecar.system.Product;

/**
 * The same application in a server of its own, whose garage speaks to the same database over
 * Payara's own JDBC pool. It stays up while the bench lasts and works only when it has its turn.
 */
final class Contestant implements AutoCloseable {
  /** Server connections that each contestant may hold. */
  static final int CONNECTIONS = 10;

  private static final String RESOURCE = "jdbc/garage";

  private final String name;
  private final URI base;
  private final MicroServer server;

  private Contestant(String name, URI base, MicroServer server) {
    this.name = name;
    this.base = base;
    this.server = server;
  }

  /** The product itself, which runs already. */
  static Contestant ours(URI base) {
    return new Contestant("ECAR", base, null);
  }

  /**
   * Starts the application on Payara's pool.
   *
   * @param address host and port to which that pool connects: PostgreSQL's or a pgbouncer's
   * @param size how many connections that pool may have
   * @param more properties of the driver
   */
  static Contestant payara(
      String name, GarageDatabase database, String address, int size, String more, Path directory)
      throws IOException, Refusal, InterruptedException {
    int port = Product.freePort();
    Login login = database.owner();
    Map<String, String> environment = new HashMap<>();
    environment.put("ECAR_JNDI_GARAGE", RESOURCE);
    environment.put("ECAR_POOL_LISTEN_PORT", Integer.toString(Product.freePort()));
    environment.put("BENCH_PASSWORD", login.password().clear());
    ServerSettings settings =
        ServerSettings.of(
            port,
            Files.createDirectories(directory),
            directory.resolve("server.log"),
            database,
            environment);
    MicroServer server =
        new MicroServer(
            new Distribution(Product.distribution()),
            settings,
            Guard.ofThisProcess(),
            line -> {},
            resource(login, address, size, more));
    server.start();
    return new Contestant(name, URI.create("http://localhost:" + port + "/"), server);
  }

  private static List<String> resource(Login login, String address, int size, String more) {
    List<String> properties = new ArrayList<>();
    properties.add("serverName=" + address.substring(0, address.indexOf(':')));
    properties.add("portNumber=" + address.substring(address.indexOf(':') + 1));
    properties.add("databaseName=" + login.database());
    properties.add("user=" + login.user());
    properties.add("password=${ENV\\=BENCH_PASSWORD}");
    if (!more.isEmpty()) {
      properties.add(more);
    }
    return List.of(
        "create-jdbc-connection-pool --datasourceclassname org.postgresql.ds.PGSimpleDataSource"
            + " --restype javax.sql.DataSource --steadypoolsize "
            + size
            + " --maxpoolsize "
            + size
            + " --property "
            + String.join(":", properties)
            + " garage",
        "create-jdbc-resource --connectionpoolid garage " + RESOURCE);
  }

  String name() {
    return name;
  }

  URI base() {
    return base;
  }

  @Override
  public void close() {
    if (server == null) {
      return;
    }
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
