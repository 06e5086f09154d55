package tn.ecar.pool.wire;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import tn.ecar.pool.Approach;

/** Where a client of the wire comes from, and how: its connection is asked each time. */
final class Whereabouts {
  /** Changes on the thread of the client's event loop. */
  private volatile ClientConnection connection;

  Whereabouts(ClientConnection connection) {
    this.connection = connection;
  }

  /** It is there from now on. */
  void movesTo(ClientConnection next) {
    connection = next;
  }

  Approach approach() {
    return new Approach(
        connection.remote() instanceof InetSocketAddress inet
            ? Optional.of(inet.getAddress())
            : Optional.empty(),
        isEncrypted(),
        connection.tls().flatMap(TlsGate::certificateName),
        connection.systemUser(),
        connection.systemUser().filter(UnixSocket::isOwnProcess).isPresent());
  }

  boolean isEncrypted() {
    return connection.tls().isPresent();
  }

  /** Protocol and cipher suite; empty where nothing is encrypted. */
  String tls() {
    return connection
        .tls()
        .map(session -> session.getProtocol() + "/" + session.getCipherSuite())
        .orElse("");
  }

  String address() {
    return host(connection.remote());
  }

  int port() {
    return port(connection.remote());
  }

  String localAddress() {
    return host(connection.local());
  }

  int localPort() {
    return port(connection.local());
  }

  private static String host(SocketAddress address) {
    return address instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : "unix";
  }

  private static int port(SocketAddress address) {
    return address instanceof InetSocketAddress inet ? inet.getPort() : 0;
  }
}
