package tn.ecar.pool.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/**
 * The TCP connection of a client. As long as it may still ask for TLS, and for ever when it speaks
 * it, its bytes go through Netty's pipeline. From {@link #readBy} on a client that speaks in clear
 * is read into the loop's own array and written from there: no buffer is made, and no handler
 * passed, for a message.
 *
 * <p>What the socket does not take at once waits in Netty's queue as ever.
 */
final class ClientChannel extends NioSocketChannel {
  /** Who takes what a client sends. On the thread of its event loop. */
  interface Reader {
    /** Bytes have come; they may be changed until this returns, and not be kept. */
    void received(byte[] bytes, int count);

    /** All that had come has been told. */
    void receivedAll();
  }

  private Reader reader;
  private Scratch scratch;

  ClientChannel(Channel listener, SocketChannel socket) {
    super(listener, socket);
  }

  /** From now on bytes go past the pipeline to this reader. On the loop's thread. */
  void readBy(Reader next) {
    reader = next;
    scratch = Scratch.ofThread();
  }

  /**
   * Writes past the queue, if nothing waits in it.
   *
   * @return how many bytes the socket has taken
   * @throws IOException when the connection is broken
   */
  int writeNow(byte[] bytes, int offset, int length) throws IOException {
    return isOpen() && hasSentAll()
        ? scratch.staging().write(javaChannel(), bytes, offset, length)
        : 0;
  }

  /** Closes the connection if nothing waits to be sent; whether it did. */
  boolean closesNow() {
    if (!hasSentAll()) {
      return false;
    }
    unsafe().close(voidPromise());
    return true;
  }

  /** The queue calls itself empty when nothing of it is being flushed; its bytes tell all. */
  private boolean hasSentAll() {
    ChannelOutboundBuffer queue = unsafe().outboundBuffer();
    return queue == null || queue.totalPendingWriteBytes() == 0;
  }

  @Override
  protected AbstractNioUnsafe newUnsafe() {
    return new Events();
  }

  private final class Events extends NioByteUnsafe {
    @Override
    public void handle(IoRegistration registration, IoEvent event) {
      NioIoOps ready = ((NioIoEvent) event).ops();
      if (reader == null || !ready.contains(NioIoOps.READ)) {
        super.handle(registration, event);
        return;
      }
      if (ready.contains(NioIoOps.WRITE)) {
        forceFlush();
      }
      if (isOpen()) {
        receive();
      }
    }

    private void receive() {
      byte[] bytes = scratch.array();
      int count;
      try {
        count = scratch.staging().read(javaChannel(), bytes, 0, bytes.length);
      } catch (IOException broken) {
        pipeline().fireExceptionCaught(broken);
        close(voidPromise());
        return;
      }
      if (count < 0) {
        close(voidPromise());
        return;
      }
      if (count > 0) {
        pass(bytes, count);
      }
    }

    /** What goes wrong with one client is that client's, as in the pipeline, and not the loop's. */
    private void pass(byte[] bytes, int count) {
      try {
        reader.received(bytes, count);
        reader.receivedAll();
      } catch (RuntimeException unforeseen) {
        pipeline().fireExceptionCaught(unforeseen);
      }
    }
  }
}
