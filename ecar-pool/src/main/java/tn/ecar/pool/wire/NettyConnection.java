package tn.ecar.pool.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoEventLoop;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;

/**
 * The connection of a client whose bytes go through a pipeline of Netty, at the end of which this
 * stands: of a client that speaks TLS, of one of the unix socket, and of any where there is no
 * epoll for a {@link PlainConnection}.
 *
 * <p>All fields belong to the thread of its event loop.
 */
final class NettyConnection extends ChannelInboundHandlerAdapter implements ClientConnection {
  private final Channel channel;

  /** Whether it has come by the unix socket. */
  private final boolean local;

  private Reader reader;

  /** Whether something waits in the channel's queue for the next {@link #push}. */
  private boolean queued;

  NettyConnection(Channel channel, boolean local) {
    this.channel = channel;
    this.local = local;
  }

  /** Before its first byte. */
  void readBy(Reader own) {
    reader = own;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    int count = bytes.readableBytes();
    byte[] scratch = Scratch.ofThread().array(count);
    bytes.readBytes(scratch, 0, count);
    bytes.release();
    reader.received(scratch, count);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    reader.receivedAll();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (channel.isWritable()) {
      reader.takesAgain();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    reader.ended();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    reader.failed(cause);
  }

  @Override
  public IoEventLoop loop() {
    return (IoEventLoop) channel.eventLoop();
  }

  /** A write that fails is told to the pipeline, as the void promise wants it. */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored")
  public void send(byte[] bytes, int offset, int length) {
    if (loop().isShutdown()) {
      return; // Its channel is closed.
    }
    queued = true;
    channel.write(
        channel.alloc().ioBuffer(length).writeBytes(bytes, offset, length), channel.voidPromise());
  }

  @Override
  public void push() {
    if (queued) {
      queued = false;
      channel.flush();
    }
  }

  @Override
  public boolean takesMore() {
    return channel.isWritable();
  }

  @Override
  public void setReading(boolean wanted) {
    if (channel.config().isAutoRead() != wanted) {
      channel.config().setAutoRead(wanted);
    }
  }

  @Override
  public void close() {
    if (loop().isShuttingDown()) {
      return; // It closes whatever is left.
    }
    Future<?> limit = loop().schedule(this::closeNow, LAST_SECONDS, TimeUnit.SECONDS);
    channel.closeFuture().addListener(closed -> limit.cancel(false));
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored")
  public void closeNow() {
    channel.close(channel.voidPromise());
  }

  @Override
  public SocketAddress remote() {
    return channel.remoteAddress();
  }

  @Override
  public SocketAddress local() {
    return channel.localAddress();
  }

  @Override
  public Optional<String> systemUser() {
    return local ? UnixSocket.peer(channel) : Optional.empty();
  }

  @Override
  public Optional<SSLSession> tls() {
    return TlsGate.session(channel);
  }
}
