package tn.ecar.pool.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.config.Configuration;

/** The tcp_ keys by what the operating system says of a socket that was given them. */
class TcpSettingsTest {
  @TempDir Path directory;

  private static final class Given implements TcpSettings.Taker, AutoCloseable {
    private final SocketChannel socket;

    Given() throws java.io.IOException {
      socket = SocketChannel.open();
    }

    @Override
    public <T> void take(SocketOption<T> option, T value) throws java.io.IOException {
      socket.setOption(option, value);
    }

    <T> T get(SocketOption<T> option) throws java.io.IOException {
      return socket.getOption(option);
    }

    @Override
    public void close() throws java.io.IOException {
      socket.close();
    }
  }

  private Given given(String... lines) throws Exception {
    Path ini = directory.resolve("pool.ini");
    Files.writeString(ini, "[pgbouncer]\n" + String.join("\n", lines) + "\n");
    Given socket = new Given();
    TcpSettings.of(Configuration.read(ini, Map.of())).giveTo(socket);
    return socket;
  }

  @Test
  void each_number_reaches_the_socket() throws Exception {
    try (Given socket =
        given("tcp_keepidle = 4321", "tcp_keepintvl = 7", "tcp_keepcnt = 2", "tcp_keepalive = 1")) {
      assertThat(socket.get(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
      assertThat(socket.get(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(4321);
      assertThat(socket.get(ExtendedSocketOptions.TCP_KEEPINTERVAL)).isEqualTo(7);
      assertThat(socket.get(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(2);
    }
  }

  @Test
  void without_probes_their_numbers_do_not_matter() throws Exception {
    try (Given untouched = new Given();
        Given socket =
            given(
                "tcp_keepalive = 0",
                "tcp_keepidle = 4321",
                "tcp_keepintvl = 7",
                "tcp_keepcnt = 2")) {
      assertThat(socket.get(StandardSocketOptions.SO_KEEPALIVE)).isFalse();
      assertThat(socket.get(ExtendedSocketOptions.TCP_KEEPIDLE))
          .isEqualTo(untouched.get(ExtendedSocketOptions.TCP_KEEPIDLE));
    }
  }

  @Test
  void zero_leaves_the_numbers_of_the_system() throws Exception {
    try (Given untouched = new Given();
        Given socket = given()) {
      assertThat(socket.get(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
      for (SocketOption<Integer> option :
          java.util.List.of(
              ExtendedSocketOptions.TCP_KEEPIDLE,
              ExtendedSocketOptions.TCP_KEEPINTERVAL,
              ExtendedSocketOptions.TCP_KEEPCOUNT,
              StandardSocketOptions.SO_SNDBUF,
              StandardSocketOptions.SO_RCVBUF)) {
        assertThat(socket.get(option)).as(option.name()).isEqualTo(untouched.get(option));
      }
    }
  }
}
