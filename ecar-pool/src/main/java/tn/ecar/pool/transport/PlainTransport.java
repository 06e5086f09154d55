package tn.ecar.pool.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import tn.ecar.pool.protocol.Buffer;

/**
 * A channel as it is. It is a channel, because a channel can be asked without waiting whether the
 * other end is still there. An interrupt of the thread that waits closes it.
 */
final class PlainTransport implements Transport {
  private final SocketChannel channel;
  private final SocketAddress remote;
  private final SocketAddress local;

  /** Knows timeouts; null for a unix socket, whose channel has no such view. */
  private final InputStream timedInput;

  private volatile boolean byThread = true;

  /** Views of the arrays that came last; most of the time the same ones come again. */
  private ByteBuffer lastSent = ByteBuffer.allocate(0);

  private ByteBuffer lastRead = ByteBuffer.allocate(0);

  PlainTransport(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.remote = channel.getRemoteAddress();
    this.local = channel.getLocalAddress();
    this.timedInput =
        remote instanceof UnixDomainSocketAddress ? null : channel.socket().getInputStream();
  }

  @Override
  public void send(Buffer from) throws IOException {
    while (!from.isEmpty()) {
      from.skip(channel.write(toSend(from)));
    }
  }

  /** Only whoever owns the connection sends, one at a time. */
  private ByteBuffer toSend(Buffer from) {
    if (lastSent.array() != from.array()) {
      lastSent = ByteBuffer.wrap(from.array());
    }
    return lastSent.limit(from.end()).position(from.start());
  }

  /** Only whoever owns the connection reads, one at a time. */
  private ByteBuffer toRead(byte[] into, int offset, int length) {
    if (lastRead.array() != into) {
      lastRead = ByteBuffer.wrap(into);
    }
    return lastRead.limit(offset + length).position(offset);
  }

  @Override
  public void sendNow(Buffer from, Staging by) throws IOException {
    if (!byThread) {
      from.skip(
          by == null
              ? channel.write(toSend(from))
              : by.write(channel, from.array(), from.start(), from.size()));
      return;
    }
    channel.configureBlocking(false);
    try {
      from.skip(channel.write(toSend(from)));
    } finally {
      channel.configureBlocking(true);
    }
  }

  @Override
  public boolean hasUnsent() {
    return false;
  }

  @Override
  public boolean hasMore() {
    return false;
  }

  @Override
  public void waits(boolean threads) throws IOException {
    byThread = threads;
    channel.configureBlocking(threads);
  }

  @Override
  public SocketChannel channel() {
    return channel;
  }

  @Override
  public int read(byte[] into, int offset, int length, int timeoutMillis) throws IOException {
    if (timeoutMillis == 0) {
      return channel.read(toRead(into, offset, length));
    }
    return timedInput == null
        ? readUnix(into, offset, length, timeoutMillis)
        : readTimed(into, offset, length, timeoutMillis);
  }

  private int readTimed(byte[] into, int offset, int length, int timeoutMillis) throws IOException {
    channel.socket().setSoTimeout(timeoutMillis);
    try {
      return timedInput.read(into, offset, length);
    } finally {
      if (channel.isOpen()) {
        channel.socket().setSoTimeout(0);
      }
    }
  }

  private int readUnix(byte[] into, int offset, int length, int timeoutMillis) throws IOException {
    if (!isReadable(timeoutMillis)) {
      throw new SocketTimeoutException("Read timed out");
    }
    return channel.read(toRead(into, offset, length));
  }

  /** Whether a read would not wait; looks for that long, 0 for no time at all. */
  private boolean isReadable(int timeoutMillis) throws IOException {
    channel.configureBlocking(false);
    try (Selector selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_READ);
      return (timeoutMillis == 0 ? selector.selectNow() : selector.select(timeoutMillis)) > 0;
    } finally {
      // The selector has to be closed before the channel may wait again.
      if (channel.isOpen()) {
        channel.configureBlocking(true);
      }
    }
  }

  @Override
  public int readNow(byte[] into, int offset, int length, Staging by) throws IOException {
    if (!byThread) {
      return by == null
          ? channel.read(toRead(into, offset, length))
          : by.read(channel, into, offset, length);
    }
    channel.configureBlocking(false);
    int count = channel.read(toRead(into, offset, length));
    channel.configureBlocking(true);
    return count;
  }

  @Override
  public int available() throws IOException {
    if (timedInput == null) {
      return isReadable(0) ? 1 : 0;
    }
    return timedInput.available();
  }

  @Override
  public SocketAddress remote() {
    return remote;
  }

  @Override
  public SocketAddress local() {
    return local;
  }

  @Override
  public String tls() {
    return "";
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException notClosed) {
      throw new UncheckedIOException(notClosed);
    }
  }
}
