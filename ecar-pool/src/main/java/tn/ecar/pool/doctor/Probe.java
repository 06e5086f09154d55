package tn.ecar.pool.doctor;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.Messages;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.ServerError;
import tn.ecar.pool.protocol.ServerLogin;
import tn.ecar.pool.transport.Connector;
import tn.ecar.pool.transport.Connector.Encryption;
import tn.ecar.pool.transport.HostNames;
import tn.ecar.pool.transport.LoginTalk;
import tn.ecar.pool.transport.ServerTls;
import tn.ecar.pool.transport.TcpSettings;
import tn.ecar.pool.transport.Transport;

/**
 * One connection to a PostgreSQL, or to something that should speak like one, by the same means as
 * the pool's own. No answer is waited for longer than {@link #PATIENCE}, and none is believed that
 * is larger than {@link #LONGEST_MESSAGE}.
 */
final class Probe implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(3);

  /** What a probe calls itself where nobody says otherwise. */
  static final String NAME = "ecar_doctor";

  private static final int MILLIS = Math.toIntExact(PATIENCE.toMillis());
  private static final int LONGEST_MESSAGE = 1 << 24;

  private final Transport transport;
  private final ServerLogin login;

  private Probe(Transport transport, ServerLogin login) {
    this.transport = transport;
    this.login = login;
  }

  /** Who logs in, where to, and what he calls himself there. */
  record Login(String database, String user, Secret secret, String application) {
    Login(String database, String user, Secret secret) {
      this(database, user, secret, NAME);
    }
  }

  /**
   * Logs in.
   *
   * @throws Refusal the other side's own words
   * @throws IOException when there is no other side, or it does not speak PostgreSQL in time
   */
  static Probe logIn(Configuration configuration, ServerAddress at, Login as)
      throws IOException, Refusal {
    Transport transport = connect(configuration, at);
    ServerLogin login =
        new ServerLogin(
            new ServerLogin.Credentials(
                as.database(), as.user(), Optional.of(as.secret()), Optional.empty()),
            Map.of("application_name", as.application()));
    boolean done = false;
    try {
      LoginTalk.hold(transport, login, MILLIS);
      done = true;
      return new Probe(transport, login);
    } finally {
      if (!done) {
        transport.close();
      }
    }
  }

  private static Transport connect(Configuration configuration, ServerAddress at)
      throws IOException {
    Connector connector =
        new Connector(
            HostNames.uncached(),
            ServerTls.of(configuration),
            TcpSettings.of(configuration),
            PATIENCE);
    Encryption way =
        switch (connector.mode()) {
          case DISABLE, ALLOW -> Encryption.NEVER;
          case PREFER -> Encryption.WHEN_OFFERED;
          case REQUIRE, VERIFY_CA, VERIFY_FULL -> Encryption.ALWAYS;
        };
    return connector.connect(at, way, breakOff -> {});
  }

  /**
   * Asks for TLS, as libpq does, and wants a yes or a no: whether it is a PostgreSQL or a pool.
   *
   * @throws IOException when nobody answers, or with anything else
   */
  static void greet(Configuration configuration, ServerAddress at) throws IOException {
    Connector plain =
        new Connector(
            HostNames.uncached(),
            ServerTls.of(configuration),
            TcpSettings.of(configuration),
            PATIENCE);
    Transport transport = plain.connect(at, Encryption.NEVER, breakOff -> {});
    try {
      Buffer request = new Buffer();
      Messages.sslRequest(request);
      transport.send(request);
      byte[] answer = new byte[1];
      if (transport.read(answer, 0, 1, MILLIS) < 1) {
        throw new EOFException("it closed the connection");
      }
      if (answer[0] != 'S' && answer[0] != 'N') {
        throw new IOException("it answers in another protocol");
      }
    } finally {
      transport.close();
    }
  }

  /** The process that the other side says it is, in its cancel key. */
  int process() {
    return login.key().pid();
  }

  /** The port of this end; 0 over a unix socket. */
  int localPort() {
    return transport.local() instanceof InetSocketAddress address ? address.getPort() : 0;
  }

  /** The first value of the first row; empty when there is none. */
  String value(String sql) throws IOException, Refusal {
    List<Map<String, String>> rows = rows(sql);
    return rows.isEmpty() ? "" : rows.get(0).values().iterator().next();
  }

  /** Every row as text by column name; an SQL null is an empty text. */
  List<Map<String, String>> rows(String sql) throws IOException, Refusal {
    Buffer question = new Buffer();
    int mark = question.begin('Q');
    question.appendText(sql);
    question.finish(mark);
    transport.send(question);
    List<String> names = List.of();
    List<Map<String, String>> rows = new ArrayList<>();
    Refusal refused = null;
    byte[] head = new byte[5];
    while (true) {
      receive(head);
      byte[] body = body(head);
      switch (head[0]) {
        case 'T' -> names = names(body);
        case 'D' -> rows.add(row(names, body));
        case 'E' -> refused = Refusal.of(ServerError.parse(body, 0, body.length));
        case 'Z' -> {
          if (refused != null) {
            throw refused;
          }
          return rows;
        }
        default -> {
          // Tags and notices say nothing that is asked for here.
        }
      }
    }
  }

  private byte[] body(byte[] head) throws IOException {
    int length = Buffer.intAt(head, 1) - 4;
    if (length < 0 || length > LONGEST_MESSAGE) {
      throw new IOException("it does not speak PostgreSQL: a message of " + length + " bytes");
    }
    byte[] body = new byte[length];
    receive(body);
    return body;
  }

  private static int shortAt(byte[] body, int at) {
    return ((body[at] & 0xff) << 8) | (body[at + 1] & 0xff);
  }

  private static List<String> names(byte[] body) {
    int fixed = 18;
    List<String> names = new ArrayList<>();
    int at = 2;
    for (int i = 0; i < shortAt(body, 0); i++) {
      int end = at;
      while (body[end] != 0) {
        end++;
      }
      names.add(Buffer.text(body, at, end));
      at = end + 1 + fixed;
    }
    return names;
  }

  private static Map<String, String> row(List<String> names, byte[] body) {
    Map<String, String> row = new LinkedHashMap<>();
    int at = 2;
    for (String name : names) {
      int length = Buffer.intAt(body, at);
      at += 4;
      row.put(name, length < 0 ? "" : Buffer.text(body, at, at + length));
      at += Math.max(0, length);
    }
    return row;
  }

  private void receive(byte[] all) throws IOException {
    int at = 0;
    while (at < all.length) {
      int count = transport.read(all, at, all.length - at, MILLIS);
      if (count < 0) {
        throw new EOFException("it closed the connection");
      }
      at += count;
    }
  }

  @Override
  public void close() {
    Buffer farewell = new Buffer();
    Messages.empty(farewell, 'X');
    try {
      transport.send(farewell);
    } catch (IOException gone) {
      // A farewell to somebody who has left already.
    } finally {
      transport.close();
    }
  }
}
