package tn.ecar.pool;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.Messages;
import tn.ecar.pool.protocol.ServerSession;
import tn.ecar.pool.transport.Connector;
import tn.ecar.pool.transport.Transport;

/**
 * A server connection for clients inside this Java machine: the client's own thread writes to it
 * and waits for its answers.
 *
 * <p>An interrupt of the thread that waits closes it; its client is then lost as with any server
 * that dies.
 */
public final class BlockingServer extends Server {
  private static final int CHUNK = 8192;

  private final Line line;
  private final Transport transport;
  private final Map<String, String> welcome;
  private final Ends ends;

  /** For the look before each lease; whoever looks owns the server alone. */
  private final byte[] said = new byte[CHUNK];

  /**
   * How it was reached, so that a cancel request can go the same way.
   *
   * @param host as the configuration names it
   */
  record Line(Connector connector, ServerAddress host, Transport transport) {}

  /**
   * A connection that has logged in.
   *
   * @param welcome what the server told of its parameters
   */
  BlockingServer(
      long id, Pool pool, ServerSession session, Line line, Map<String, String> welcome, long now) {
    super(id, pool, session, now);
    this.line = line;
    this.transport = line.transport();
    this.welcome = welcome;
    this.ends = ends(line);
  }

  private static Ends ends(Line line) {
    if (line.transport().remote() instanceof InetSocketAddress remote
        && line.transport().local() instanceof InetSocketAddress local) {
      return new Ends(
          remote.getAddress().getHostAddress(),
          remote.getPort(),
          local.getAddress().getHostAddress(),
          local.getPort());
    }
    return new Ends("unix", line.host().port(), "unix", line.host().port());
  }

  /** The host it stands on, as the configuration names it. */
  ServerAddress host() {
    return line.host();
  }

  Map<String, String> welcome() {
    return welcome;
  }

  /** Sends what its session has ready, in one write where the system takes it at once. */
  public void flush() throws IOException {
    transport.send(session().out());
  }

  /**
   * Waits for answers.
   *
   * @param timeoutMillis how long; 0 for as long as it takes
   * @return how many bytes came; -1 when the server has closed
   * @throws SocketTimeoutException when none came in time
   */
  public int read(byte[] into, int offset, int length, int timeoutMillis) throws IOException {
    return transport.read(into, offset, length, timeoutMillis);
  }

  /** How many bytes can be read without waiting. */
  public int available() throws IOException {
    return transport.available();
  }

  @Override
  boolean isAlive() {
    try {
      int count = session().unhold(said, 0);
      int read = transport.readNow(said, count, said.length - count);
      session().scan(said, 0, count + Math.max(read, 0));
      return read >= 0 && session().isAtRest() && session().lastError() == null;
    } catch (IOException gone) {
      // Whatever it was, this connection serves nobody any more, and that is the answer.
      return false;
    }
  }

  @Override
  boolean run(String sql, Duration limit) {
    try {
      session().ownQuery(sql);
      settle(limit, null);
      return session().isAtRest() && session().ownFailure() == null && !session().isBroken();
    } catch (IOException gone) {
      return false;
    }
  }

  /** Rolls back what is open; whether nothing is open now. */
  public boolean rollBack(Duration limit) {
    return run("ROLLBACK", limit);
  }

  /**
   * Reads until every answer is there.
   *
   * @param kept takes what is for the client; null when there is none
   */
  public void settle(Duration limit, Buffer kept) throws IOException {
    flush();
    long end = System.nanoTime() + limit.toNanos();
    byte[] chunk = new byte[CHUNK];
    while (session().owesAnswers() && !session().isBroken()) {
      long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new SocketTimeoutException("no answer from the server within " + limit);
      }
      int held = session().unhold(chunk, 0);
      int read = read(chunk, held, chunk.length - held, Math.toIntExact(left));
      if (read < 0) {
        throw new IOException("the server closed the connection");
      }
      int forClient = session().scan(chunk, 0, held + read);
      if (kept != null) {
        kept.append(chunk, 0, forClient);
      }
    }
  }

  @Override
  void requestCancel(Duration limit) throws IOException {
    Transport request = line.connector().again(transport, line.host());
    try {
      Buffer out = new Buffer();
      Messages.cancelRequest(out, session().key());
      request.send(out);
      request.read(new byte[1], 0, 1, Math.toIntExact(limit.toMillis()));
    } finally {
      request.close();
    }
  }

  @Override
  void close() {
    try {
      if (session().isAtRest() && session().lastError() == null) {
        Messages.empty(session().out(), 'X');
        transport.sendNow(session().out());
      }
    } catch (IOException | java.nio.channels.IllegalBlockingModeException gone) {
      // A farewell to somebody who has left already.
      session().out().clear();
    } finally {
      closeChannel();
    }
  }

  /** Ends a read or write of whichever thread. */
  public void closeChannel() {
    transport.close();
  }

  @Override
  Ends ends() {
    return ends;
  }

  @Override
  String tls() {
    return transport.tls();
  }
}
