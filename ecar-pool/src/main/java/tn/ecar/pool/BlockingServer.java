package tn.ecar.pool;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.Messages;
import tn.ecar.pool.protocol.ServerSession;
import tn.ecar.pool.transport.Connector;
import tn.ecar.pool.transport.Staging;
import tn.ecar.pool.transport.Transport;

/**
 * A server connection as both doors use it. For a client inside this Java machine the client's own
 * thread writes to it and waits for its answers; for a client of the wire an event loop does, which
 * watches it from then on until a thread needs it again.
 *
 * <p>An interrupt of the thread that waits closes it; its client is then lost as with any server
 * that dies.
 */
public final class BlockingServer extends Server {
  private static final int CHUNK = 8192;

  /** A server that has said good-bye closes its connection so soon. */
  private static final Duration END_WITHIN = Duration.ofSeconds(1);

  /**
   * What it has not read comes back so soon as a reset. A system that is about to forget a
   * connection may drop the request without a word (Linux does, where the request meets the
   * acknowledgement of the server's end); what is sent again after the shortest times of TCP, 200
   * ms and 400 ms more, is answered.
   */
  private static final Duration RESET_WITHIN = Duration.ofMillis(700);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1);

  private final Line line;
  private final Transport transport;
  private final Map<String, String> welcome;
  private final Ends ends;

  private volatile Watch watch;

  /** Set before {@link #watch} is looked at, so that no loop can take the server unnoticed. */
  private volatile boolean closing;

  /**
   * Whether a read has failed. A system tells of a reset once, and afterwards of an end; a channel
   * remembers what it has been told, but not what an event loop has heard past it.
   */
  private volatile boolean broken;

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

  /** An event loop that waits for a server's bytes while no thread does. */
  public interface Watch {
    /**
     * Ends it. Any thread.
     *
     * @param ended runs when threads may wait for the server's bytes again
     */
    void end(Runnable ended);

    /**
     * Ends it for good. Any thread.
     *
     * @param channel closes the server's channel; runs when nothing waits for that any more
     */
    void close(Runnable channel);

    /** Whether this thread is the loop's own, which must not wait for itself. */
    boolean isOwnThread();

    /** The loop, to tell one from another. */
    Executor loop();
  }

  /** Who waits for its bytes; null while threads do. */
  public Watch watch() {
    return watch;
  }

  /** An event loop takes it, or gives it back by null. While nobody else uses it. */
  public void watchedBy(Watch newWatch) throws IOException {
    watch = newWatch;
    if (newWatch != null && closing) {
      throw new ClosedChannelException();
    }
    transport.waits(newWatch == null);
  }

  @Override
  Executor loop() {
    Watch present = watch;
    return present == null ? null : present.loop();
  }

  /** Takes it from the event loop that watches it, so that this thread can wait for its bytes. */
  void unwatch() {
    Watch present = watch;
    if (present == null) {
      return;
    }
    if (present.isOwnThread()) {
      // So it is only while the pool closes and has no workers left: nobody needs the server.
      closeChannel();
      return;
    }
    CountDownLatch ended = new CountDownLatch(1);
    present.end(ended::countDown);
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a selector can wait for. */
  public SocketChannel channel() {
    return transport.channel();
  }

  /** Sends what goes at once; whether that was all. For the event loop that watches it. */
  public boolean flushNow(Staging by) throws IOException {
    transport.sendNow(session().out(), by);
    return session().out().isEmpty() && !transport.hasUnsent();
  }

  /** Takes answers that are here: 0 when none are, -1 at the end. For its event loop. */
  public int readNow(byte[] into, int offset, int length, Staging by) throws IOException {
    try {
      return transport.readNow(into, offset, length, by);
    } catch (IOException lost) {
      broken = true;
      throw lost;
    }
  }

  /** Whether answers are here that no selector sees. */
  public boolean hasMore() {
    return transport.hasMore();
  }

  /** The host it stands on, as the configuration names it. */
  ServerAddress host() {
    return line.host();
  }

  /** Whether it has been reached at one of these addresses. */
  boolean standsOn(Set<InetAddress> addresses) {
    return transport.remote() instanceof InetSocketAddress remote
        && addresses.contains(remote.getAddress());
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

  /**
   * Whether it has ended without reading what was last written to it. A system tells so by a reset:
   * over TCP, and when it had said before that it goes. For one that is not used any more.
   *
   * @param farewell whether it has said that it goes
   */
  public boolean endedUnheard(boolean farewell) {
    SocketChannel channel = transport.channel();
    if (!tls().isEmpty() || !(transport.remote() instanceof InetSocketAddress)) {
      return false;
    }
    if (broken) {
      return farewell; // No end had come before it.
    }
    boolean saidGoodBye = farewell;
    try {
      channel.configureBlocking(false);
      ByteBuffer rest = ByteBuffer.allocate(CHUNK);
      long end = System.nanoTime() + END_WITHIN.toNanos();
      for (int read = 0; read >= 0; read = channel.read(rest.clear())) {
        if (System.nanoTime() > end) {
          return false;
        }
        if (read == 0) {
          LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
      }
      saidGoodBye = true;
      // Had it read everything, its system would take one byte more before it resets.
      long reset = System.nanoTime() + RESET_WITHIN.toNanos();
      while (System.nanoTime() < reset && channel.isOpen()) {
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      }
      channel.write(ByteBuffer.wrap(new byte[1]));
      return false;
    } catch (ClosedChannelException ended) {
      return false; // Not by the server, but by ourselves: its client is sent away.
    } catch (IOException reset) {
      return saidGoodBye;
    }
  }

  /** How many bytes can be read without waiting. */
  public int available() throws IOException {
    return transport.available();
  }

  @Override
  boolean isAlive() {
    try {
      int count = session().unhold(said, 0);
      int read = transport.readNow(said, count, said.length - count, null);
      session().scan(said, 0, count + Math.max(read, 0));
      return read >= 0 && isWell();
    } catch (IOException gone) {
      // Whatever it was, this connection serves nobody any more, and that is the answer.
      return false;
    }
  }

  private boolean isWell() {
    return session().isAtRest() && session().farewell() == null && !session().isBroken();
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
   * @param limit how long; zero for as long as it takes
   * @param kept takes what is for the client; null when there is none
   */
  public void settle(Duration limit, Buffer kept) throws IOException {
    flush();
    long end = System.nanoTime() + limit.toNanos();
    byte[] chunk = new byte[CHUNK];
    while (session().owesAnswers() && !session().isBroken()) {
      long left = limit.isZero() ? 0 : Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (left <= 0 && !limit.isZero()) {
        throw new SocketTimeoutException("no answer from the server within " + limit);
      }
      int held = session().unhold(chunk, 0);
      int read = read(chunk, held, chunk.length - held, (int) Math.min(left, Integer.MAX_VALUE));
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
      request.read(new byte[1], 0, 1, (int) Math.min(limit.toMillis(), Integer.MAX_VALUE));
    } finally {
      request.close();
    }
  }

  @Override
  void close() {
    try {
      if (isWell()) {
        Messages.empty(session().out(), 'X');
        transport.sendNow(session().out(), null);
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
    closing = true;
    Watch present = watch;
    if (present == null) {
      transport.close();
    } else {
      present.close(transport::close);
    }
  }

  @Override
  Ends ends() {
    return ends;
  }

  @Override
  String tls() {
    return transport.tls();
  }

  /** Whether it speaks TLS. */
  public boolean isEncrypted() {
    return !tls().isEmpty();
  }
}
