package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.Socket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.config.Configuration;

/** What the kernel knows of clients by the options of their listener. */
class ListenerOptionsTest {
  private static final int TCP = 6;
  private static final int KEEPIDLE = 4;
  private static final int KEEPINTVL = 5;
  private static final int KEEPCNT = 6;
  private static final int DEFER_ACCEPT = 9;
  private static final int USER_TIMEOUT = 18;

  @TempDir Path directory;

  private Configuration configuration(String... lines) throws Exception {
    Path ini = directory.resolve("pool.ini");
    Files.writeString(
        ini, "[databases]\ndb = host=127.0.0.1\n[pgbouncer]\n" + String.join("\n", lines) + "\n");
    return Configuration.read(ini, Map.of());
  }

  @Test
  void clientsHaveTheOptionsOfTheirListener() throws Exception {
    assumeTrue(Descriptors.epollServes());
    Socket listener = LinuxSocket.newSocketStream(false);
    try {
      int idle = listener.getIntOpt(TCP, KEEPIDLE);
      ListenerOptions options = new ListenerOptions(listener);
      options.obey(
          configuration(
              "tcp_keepidle = 321",
              "tcp_keepintvl = 7",
              "tcp_keepcnt = 2",
              "tcp_user_timeout = 4567",
              "tcp_socket_buffer = 100000",
              "tcp_defer_accept = 0"));
      assertThat(options.defersAccept()).isFalse();
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      listener.listen(5);
      Socket client = accepted(listener);
      assertThat(client.isTcpNoDelay()).isTrue();
      assertThat(client.isKeepAlive()).isTrue();
      assertThat(client.getIntOpt(TCP, KEEPIDLE)).isEqualTo(321);
      assertThat(client.getIntOpt(TCP, KEEPINTVL)).isEqualTo(7);
      assertThat(client.getIntOpt(TCP, KEEPCNT)).isEqualTo(2);
      assertThat(client.getIntOpt(TCP, USER_TIMEOUT)).isEqualTo(4567);
      options.giveTo(client.intValue());
      assertThat(client.getSendBufferSize()).as("doubled by Linux").isEqualTo(200_000);
      client.close();

      options.obey(configuration("tcp_keepalive = 0", "tcp_keepintvl = 8"));
      assertThat(options.defersAccept()).isTrue();
      assertThat(listener.getIntOpt(TCP, DEFER_ACCEPT)).isGreaterThanOrEqualTo(45);
      Socket later = accepted(listener);
      assertThat(later.isKeepAlive()).isFalse();
      assertThat(later.getIntOpt(TCP, KEEPIDLE)).isEqualTo(idle);
      assertThat(later.getIntOpt(TCP, USER_TIMEOUT)).isZero();
      options.giveTo(later.intValue());
      assertThat(later.getSendBufferSize()).isNotEqualTo(200_000);
      later.close();
    } finally {
      listener.close();
    }
  }

  private static Socket accepted(Socket listener) throws Exception {
    try (java.net.Socket client = new java.net.Socket()) {
      client.connect(listener.localAddress());
      client.getOutputStream().write(1);
      int accepted = -1;
      while (accepted < 0) {
        accepted = listener.accept(new byte[26]);
      }
      return new Socket(accepted);
    }
  }
}
