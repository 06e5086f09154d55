package tn.ecar.pool;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.config.Userlist;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.ServerLogin;
import tn.ecar.pool.protocol.ServerSession;
import tn.ecar.pool.protocol.Tracked;

/**
 * Makes one blocking server connection: connects, logs in, runs connect_query. Works on a thread of
 * the engine's, off every client's path.
 */
final class Opener {
  /** What server connections call themselves unless the database entry says otherwise. */
  static final String APPLICATION_NAME = "ecar_application";

  private static final int LONGEST_MESSAGE = 1 << 20;

  private final Tracked tracked;
  private final Userlist userlist;
  private final Duration limit;

  Opener(Tracked tracked, Userlist userlist, Duration limit) {
    this.tracked = tracked;
    this.userlist = userlist;
    this.limit = limit.isZero() ? Duration.ofDays(1) : limit;
  }

  /** A connection that has logged in, and what the server told. */
  record Opened(SocketChannel channel, ServerSession session, Map<String, String> parameters) {}

  Opened open(Opening opening) throws Refusal {
    DatabaseSettings database = opening.pool().database();
    List<ServerAddress> addresses = database.addresses();
    Refusal failure = null;
    for (ServerAddress address : addresses) {
      try {
        return open(opening, database, address);
      } catch (Refusal refused) {
        failure = refused;
      }
    }
    throw failure;
  }

  private Opened open(Opening opening, DatabaseSettings database, ServerAddress address)
      throws Refusal {
    SocketChannel channel = null;
    try {
      channel = BlockingServer.connect(address, limit, opening);
      ServerLogin login = login(channel, opening.pool(), database);
      ServerSession session = new ServerSession(tracked, login);
      SocketChannel done = channel;
      channel = null;
      return new Opened(done, session, login.parameters());
    } catch (IOException | UnresolvedAddressException unreachable) {
      if (opening.isLate()) {
        throw Refusal.of("connect timeout");
      }
      throw Refusal.of(
          "08006",
          "server "
              + address
              + " of database "
              + database.name()
              + " cannot be reached: "
              + reason(unreachable));
    } finally {
      close(channel);
    }
  }

  private static String reason(Exception unreachable) {
    return unreachable.getMessage() == null
        ? unreachable.getClass().getSimpleName()
        : unreachable.getMessage();
  }

  private static void close(SocketChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException notClosed) {
        throw new java.io.UncheckedIOException(notClosed);
      }
    }
  }

  private ServerLogin login(SocketChannel channel, Pool pool, DatabaseSettings database)
      throws IOException, Refusal {
    Optional<Secret> secret = database.password().or(() -> userlist.secret(pool.user()));
    ServerLogin login =
        new ServerLogin(
            new ServerLogin.Credentials(database.dbname(), pool.user(), secret, pool.keys()),
            startup(database));
    Buffer out = new Buffer();
    login.begin(out);
    boolean ready = false;
    while (!ready) {
      send(channel, out);
      ByteBuffer head = receive(channel, 5);
      int length = head.getInt(1) - 4;
      if (length < 0 || length > LONGEST_MESSAGE) {
        throw new IOException("not a PostgreSQL server: message of " + length + " bytes at login");
      }
      ready = login.receive(head.get(0), receive(channel, length).array(), out);
    }
    return login;
  }

  private static Map<String, String> startup(DatabaseSettings database) {
    Map<String, String> startup = new LinkedHashMap<>();
    startup.put("application_name", database.applicationName().orElse(APPLICATION_NAME));
    database.clientEncoding().ifPresent(value -> startup.put("client_encoding", value));
    database.dateStyle().ifPresent(value -> startup.put("datestyle", value));
    database.timeZone().ifPresent(value -> startup.put("timezone", value));
    return startup;
  }

  private static void send(SocketChannel channel, Buffer out) throws IOException {
    while (!out.isEmpty()) {
      out.skip(channel.write(ByteBuffer.wrap(out.array(), out.start(), out.size())));
    }
  }

  private static ByteBuffer receive(SocketChannel channel, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException("it closed the connection during login");
      }
    }
    return bytes.flip();
  }
}
