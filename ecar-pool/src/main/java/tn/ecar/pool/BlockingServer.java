package tn.ecar.pool;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.ServerSession;

/**
 * A server connection for clients inside this Java machine: the client's own thread writes to it
 * and waits for its answers.
 *
 * <p>It is a channel, because a channel can be asked without waiting whether the other end is still
 * there. An interrupt of the thread that waits closes the channel; its client is then lost as with
 * any server that dies.
 */
public final class BlockingServer extends Server {
  private static final int CHUNK = 8192;

  private final SocketChannel channel;
  private final InputStream timedInput;
  private final Ends ends;

  BlockingServer(long id, Pool pool, ServerSession session, SocketChannel channel, long now)
      throws IOException {
    super(id, pool, session, now);
    this.channel = channel;
    this.timedInput = channel.socket().getInputStream();
    this.ends = ends(channel);
  }

  private static Ends ends(SocketChannel channel) throws IOException {
    if (channel.getRemoteAddress() instanceof InetSocketAddress remote
        && channel.getLocalAddress() instanceof InetSocketAddress local) {
      return new Ends(
          remote.getAddress().getHostAddress(),
          remote.getPort(),
          local.getAddress().getHostAddress(),
          local.getPort());
    }
    return new Ends("unix", 0, "unix", 0);
  }

  /** Sends what its session has ready, in one write where the system takes it at once. */
  public void flush() throws IOException {
    Buffer out = session().out();
    while (!out.isEmpty()) {
      out.skip(channel.write(ByteBuffer.wrap(out.array(), out.start(), out.size())));
    }
  }

  /**
   * Waits for answers.
   *
   * @param timeoutMillis how long; 0 for as long as it takes
   * @return how many bytes came; -1 when the server has closed
   * @throws SocketTimeoutException when none came in time
   */
  public int read(byte[] into, int offset, int length, int timeoutMillis) throws IOException {
    if (timeoutMillis == 0) {
      return channel.read(ByteBuffer.wrap(into, offset, length));
    }
    channel.socket().setSoTimeout(timeoutMillis);
    try {
      return timedInput.read(into, offset, length);
    } finally {
      if (channel.isOpen()) {
        channel.socket().setSoTimeout(0);
      }
    }
  }

  /** How many bytes can be read without waiting. */
  public int available() throws IOException {
    return timedInput.available();
  }

  @Override
  boolean isAlive() {
    try {
      channel.configureBlocking(false);
      byte[] said = new byte[CHUNK];
      int count = session().unhold(said, 0);
      int read = channel.read(ByteBuffer.wrap(said, count, said.length - count));
      channel.configureBlocking(true);
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
  void close() {
    try {
      if (session().isAtRest() && session().lastError() == null) {
        tn.ecar.pool.protocol.Messages.empty(session().out(), 'X');
        channel.configureBlocking(false);
        channel.write(
            ByteBuffer.wrap(
                session().out().array(), session().out().start(), session().out().size()));
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
    try {
      channel.close();
    } catch (IOException notClosed) {
      throw new java.io.UncheckedIOException(notClosed);
    }
  }

  static SocketChannel connect(
      tn.ecar.pool.config.ServerAddress address, Duration limit, Opening opening)
      throws IOException {
    SocketChannel channel =
        address.isUnix()
            ? SocketChannel.open(java.net.StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    try {
      opening.breakOffBy(() -> closeQuietly(channel));
      if (address.isUnix()) {
        channel.connect(
            java.net.UnixDomainSocketAddress.of(address.host() + "/.s.PGSQL." + address.port()));
      } else {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        channel
            .socket()
            .connect(
                new InetSocketAddress(address.host(), address.port()),
                Math.toIntExact(limit.toMillis()));
      }
      return channel;
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException notClosed) {
      throw new java.io.UncheckedIOException(notClosed);
    }
  }

  @Override
  Ends ends() {
    return ends;
  }
}
