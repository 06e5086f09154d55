package tn.ecar.pool.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.protocol.Messages;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.transport.ClientTls;
import tn.ecar.pool.transport.SslMode;

/**
 * Stands before a client until it is settled whether it speaks TLS: answers its requests for
 * encryption, or takes the TLS that it begins at once, then steps aside. Who must speak TLS and
 * does not is sent away here.
 */
final class TlsGate extends ChannelInboundHandlerAdapter {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");
  private static final int REQUEST = 8;
  private static final byte HANDSHAKE = 0x16;

  private final Channel channel;

  /** Sends the client away as it does whoever stands behind, and tells the log. */
  private final Consumer<Refusal> sendAway;

  private final ClientTls tls;
  private final ByteBuf said;
  private boolean direct;
  private boolean refused;

  TlsGate(Pooler pooler, Channel channel, Consumer<Refusal> sendAway) {
    this.channel = channel;
    this.sendAway = sendAway;
    this.tls = pooler.clientTls();
    this.said = channel.alloc().buffer(REQUEST);
  }

  /** The session of a client that speaks TLS; empty for the others, and before its handshake. */
  static Optional<SSLSession> session(Channel channel) {
    SslHandler handler = channel.pipeline().get(SslHandler.class);
    return handler == null || !handler.handshakeFuture().isSuccess()
        ? Optional.empty()
        : Optional.of(handler.engine().getSession());
  }

  /** The common name of the certificate that an authority has vouched for; empty without. */
  static Optional<String> certificateName(SSLSession session) {
    return shown(session).flatMap(TlsGate::commonName);
  }

  private static Optional<String> commonName(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(rdn -> rdn.getValue().toString())
              .reduce((first, last) -> last);
    } catch (InvalidNameException nameless) {
      return Optional.empty();
    }
  }

  private static Optional<X509Certificate> shown(SSLSession session) {
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate own
          ? Optional.of(own)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (!refused) {
      said.writeBytes(bytes);
    }
    bytes.release();
    if (!said.isReadable() || direct || refused) {
      return;
    }
    if (said.getByte(said.readerIndex()) == HANDSHAKE && tls.mode() != SslMode.DISABLE) {
      direct = true;
      begin(context, said.readBytes(said.readableBytes()));
    } else if (said.readableBytes() >= REQUEST) {
      judge(context);
    }
  }

  private void judge(ChannelHandlerContext context) {
    int at = said.readerIndex();
    int length = said.getInt(at);
    int code = said.getInt(at + 4);
    if (length == REQUEST && code == Messages.SSL_REQUEST && tls.mode() != SslMode.DISABLE) {
      if (said.readableBytes() > REQUEST) {
        refuse("received unencrypted data after SSL request");
        return;
      }
      said.skipBytes(REQUEST);
      answer(context, 'S');
      begin(context, Unpooled.EMPTY_BUFFER);
    } else if (length == REQUEST
        && code == Messages.GSS_REQUEST
        && said.readableBytes() == REQUEST) {
      said.skipBytes(REQUEST);
      answer(context, 'N');
    } else if (tls.mode().insists() && code != Messages.CANCEL_REQUEST) {
      refuse("SSL required");
    } else {
      stepAside(context);
    }
  }

  /** A write that fails ends the connection, which is told to whoever stands behind. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void answer(ChannelHandlerContext context, char letter) {
    context.writeAndFlush(
        context.alloc().buffer(1).writeByte(letter), context.channel().voidPromise());
  }

  private void begin(ChannelHandlerContext context, ByteBuf first) {
    SslHandler handler = new SslHandler(tls.engine());
    // How long a login may take is client_login_timeout's to say.
    handler.setHandshakeTimeoutMillis(0);
    context.pipeline().addBefore(context.name(), null, handler);
    if (first.isReadable()) {
      context.pipeline().fireChannelRead(first);
    } else {
      first.release();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof SslHandshakeCompletionEvent completed)) {
      context.fireUserEventTriggered(event);
      return;
    }
    if (!completed.isSuccess()) {
      LOG.log(
          System.Logger.Level.INFO,
          "TLS handshake with {0} failed: {1}",
          channel.remoteAddress(),
          completed.cause().toString());
      return;
    }
    String named = context.pipeline().get(SslHandler.class).engine().getApplicationProtocol();
    if (direct && !ClientTls.POSTGRESQL.equals(named)) {
      refuse("direct SSL connection requires the protocol postgresql in ALPN");
    } else {
      stepAside(context);
    }
  }

  private void stepAside(ChannelHandlerContext context) {
    ByteBuf rest = said.isReadable() ? said.retainedSlice() : null;
    context.pipeline().remove(this);
    if (rest != null) {
      context.fireChannelRead(rest);
      context.fireChannelReadComplete();
    }
  }

  private void refuse(String text) {
    refused = true;
    sendAway.accept(Refusal.of(text));
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    said.release();
  }
}
