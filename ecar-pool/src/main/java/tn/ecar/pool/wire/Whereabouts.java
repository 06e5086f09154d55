package tn.ecar.pool.wire;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import tn.ecar.pool.Approach;

/** Where a client of the wire comes from, and how: read from its channel whenever it is asked. */
final class Whereabouts {
  private final Channel channel;
  private final boolean local;

  /**
   * @param local whether it came by a unix socket
   */
  Whereabouts(Channel channel, boolean local) {
    this.channel = channel;
    this.local = local;
  }

  Approach approach() {
    return new Approach(
        local || !(channel.remoteAddress() instanceof InetSocketAddress inet)
            ? Optional.empty()
            : Optional.of(inet.getAddress()),
        isEncrypted(),
        TlsGate.certificateName(channel),
        local ? UnixSocket.peer(channel) : Optional.empty(),
        local && UnixSocket.isOwnProcess(channel));
  }

  boolean isEncrypted() {
    return TlsGate.session(channel).isPresent();
  }

  /** Protocol and cipher suite; empty where nothing is encrypted. */
  String tls() {
    return TlsGate.session(channel)
        .map(session -> session.getProtocol() + "/" + session.getCipherSuite())
        .orElse("");
  }

  String address() {
    return host(channel.remoteAddress());
  }

  int port() {
    return port(channel.remoteAddress());
  }

  String localAddress() {
    return host(channel.localAddress());
  }

  int localPort() {
    return port(channel.localAddress());
  }

  private static String host(SocketAddress address) {
    return address instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : "unix";
  }

  private static int port(SocketAddress address) {
    return address instanceof InetSocketAddress inet ? inet.getPort() : 0;
  }
}
