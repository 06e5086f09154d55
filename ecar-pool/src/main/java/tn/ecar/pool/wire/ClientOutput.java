package tn.ecar.pool.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.io.IOException;
import tn.ecar.pool.protocol.Buffer;

/**
 * What is on its way to a client: the pool's own messages are collected, a server's answers follow
 * them. Where nothing stands between (no TLS), it goes into the socket at once, past the channel's
 * pipeline; what the socket does not take waits in the channel's queue.
 *
 * <p>All fields belong to the thread of the client's event loop.
 */
final class ClientOutput {
  private final Channel channel;
  private final Buffer collected = new Buffer();

  /** The connection, when its bytes go past the pipeline; null as long as they do not. */
  private ClientChannel clear;

  /** Whether something waits in the channel's queue for the next {@link #push}. */
  private boolean queued;

  ClientOutput(Channel channel) {
    this.channel = channel;
  }

  /** Where the pool's own messages are written; sent with the next {@link #send()} or write. */
  Buffer collected() {
    return collected;
  }

  /** From now on bytes go past the pipeline. */
  void goPastPipeline(ClientChannel own) {
    clear = own;
  }

  /** Sends, behind what was collected. */
  void write(byte[] bytes, int offset, int length) {
    if (length > 0) {
      send();
      send(bytes, offset, length);
    }
  }

  /** Sends what was collected. */
  void send() {
    if (!collected.isEmpty()) {
      send(collected.array(), collected.start(), collected.size());
      collected.clear();
    }
  }

  private void send(byte[] bytes, int offset, int length) {
    int sent = clear == null ? 0 : sendNow(bytes, offset, length);
    if (sent < length) {
      queue(
          channel.alloc().ioBuffer(length - sent).writeBytes(bytes, offset + sent, length - sent));
    }
  }

  /** How much of it the socket takes at once; for a broken one the queue finds the reason. */
  private int sendNow(byte[] bytes, int offset, int length) {
    try {
      return clear.writeNow(bytes, offset, length);
    } catch (IOException broken) {
      return 0;
    }
  }

  /** A write that fails is told to the pipeline, as the void promise wants it. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private void queue(ByteBuf bytes) {
    queued = true;
    channel.write(bytes, channel.voidPromise());
  }

  /** Pushes what waits in the channel's queue into the socket. */
  void push() {
    if (queued) {
      queued = false;
      channel.flush();
    }
  }

  boolean takesMore() {
    return channel.isWritable();
  }

  /** Closes the connection behind all that was written. */
  void close() {
    send();
    if (clear != null && clear.closesNow()) {
      return;
    }
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }
}
