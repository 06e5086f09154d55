package tn.ecar.pool;

import java.util.concurrent.TimeUnit;

/**
 * What the log tells of server connections, in PgBouncer's words. Never under the engine's lock.
 */
final class ServerLog {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  private ServerLog() {}

  static void opened(Server server) {
    Server.Ends ends = server.ends();
    write(
        server,
        "new connection to server (from " + ends.localAddress() + ":" + ends.localPort() + ")");
  }

  static void closing(Server server, String why, long now) {
    long age = TimeUnit.MICROSECONDS.toSeconds(now - server.connectedAt());
    write(server, "closing because: " + why + " (age=" + age + "s)");
  }

  /** This client has waited so long that its pool may go beyond its size. */
  static void reserve(Client client) {
    Client.Door door = client.door();
    LOG.log(
        System.Logger.Level.WARNING,
        "C-"
            + client.id()
            + ": "
            + client.pool().database().name()
            + "/"
            + client.user()
            + "@"
            + door.address()
            + ":"
            + door.port()
            + " taking connection from reserve_pool");
  }

  private static void write(Server server, String text) {
    Server.Ends ends = server.ends();
    LOG.log(
        System.Logger.Level.INFO,
        "S-"
            + server.id()
            + ": "
            + server.pool().database().name()
            + "/"
            + server.pool().user()
            + "@"
            + ends.address()
            + ":"
            + ends.port()
            + " "
            + text);
  }
}
