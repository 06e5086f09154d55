package tn.ecar.pool.bench.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The floor of the bench: one thread that passes bytes from each client to a server connection of
 * its own and back, and knows nothing of what they mean. Runs until it is ended.
 */
public final class Forwarder {
  private static final int CHUNK = 64 * 1024;
  private static final int BACKLOG = 1024;

  private final Selector selector;
  private final InetSocketAddress target;
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);

  private Forwarder(Selector selector, InetSocketAddress target) {
    this.selector = selector;
    this.target = target;
  }

  /** One end of a pair: what it could not take yet waits here, and its peer is not read. */
  private static final class End {
    private final SocketChannel channel;
    private SelectionKey key;
    private End peer;
    private ByteBuffer rest;

    private End(SocketChannel channel) {
      this.channel = channel;
    }
  }

  /**
   * Starts to listen.
   *
   * @param arguments the port to listen on and the port of PostgreSQL, both on the loopback
   */
  public static void main(String... arguments) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    Selector selector = Selector.open();
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(loopback, Integer.parseInt(arguments[0])), BACKLOG);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
    new Forwarder(selector, new InetSocketAddress(loopback, Integer.parseInt(arguments[1]))).run();
  }

  private void run() throws IOException {
    while (true) {
      selector.select(this::ready);
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept((ServerSocketChannel) key.channel());
        return;
      }
      End end = (End) key.attachment();
      if (key.isWritable()) {
        drain(end);
      }
      if (key.isValid() && key.isReadable()) {
        pass(end);
      }
    } catch (IOException broken) {
      part((End) key.attachment());
    }
  }

  private void accept(ServerSocketChannel listener) throws IOException {
    SocketChannel channel = listener.accept();
    if (channel == null) {
      return;
    }
    End client = new End(channel);
    End server = new End(SocketChannel.open(target));
    client.peer = server;
    server.peer = client;
    for (End end : new End[] {client, server}) {
      end.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      end.channel.configureBlocking(false);
      end.key = end.channel.register(selector, SelectionKey.OP_READ, end);
    }
  }

  private void pass(End from) throws IOException {
    chunk.clear();
    int count = from.channel.read(chunk);
    if (count < 0) {
      part(from);
      return;
    }
    chunk.flip();
    from.peer.channel.write(chunk);
    if (chunk.hasRemaining()) {
      from.peer.rest = ByteBuffer.allocate(chunk.remaining()).put(chunk).flip();
      from.peer.key.interestOpsOr(SelectionKey.OP_WRITE);
      from.key.interestOpsAnd(~SelectionKey.OP_READ);
    }
  }

  private static void drain(End to) throws IOException {
    to.channel.write(to.rest);
    if (!to.rest.hasRemaining()) {
      to.rest = null;
      to.key.interestOpsAnd(~SelectionKey.OP_WRITE);
      to.peer.key.interestOpsOr(SelectionKey.OP_READ);
    }
  }

  private static void part(End end) {
    try {
      end.channel.close();
      end.peer.channel.close();
    } catch (IOException closed) {
      throw new java.io.UncheckedIOException(closed);
    }
  }
}
