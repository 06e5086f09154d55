package tn.ecar.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.protocol.ServerLogin;
import tn.ecar.pool.protocol.ServerSession;
import tn.ecar.pool.transport.Connector;
import tn.ecar.pool.transport.Transport;

/**
 * A server that is closed at the very moment at which an event loop takes it: the loop knows its
 * socket by a number, which the kernel may give to another one as soon as it is closed.
 */
class ChangeOfHandsTest {
  private final PlayedEngine played = new PlayedEngine();
  private final List<Runnable> closings = new ArrayList<>();

  /** An event loop that is told to close, and has not come to it yet. */
  private final BlockingServer.Watch watch =
      new BlockingServer.Watch() {
        @Override
        public void end(Runnable ended) {
          ended.run();
        }

        @Override
        public void close(Runnable channel) {
          closings.add(channel);
        }

        @Override
        public boolean isOwnThread() {
          return false;
        }

        @Override
        public Executor loop() {
          return Runnable::run;
        }
      };

  private BlockingServer connectedTo(ServerSocketChannel postgres) throws IOException {
    EngineSettings settings = played.engine.settings();
    Connector connector =
        new Connector(
            played.engine.hostNames(),
            settings.serverTls(),
            settings.tcp(),
            Duration.ofSeconds(30));
    ServerAddress address =
        new ServerAddress("127.0.0.1", ((InetSocketAddress) postgres.getLocalAddress()).getPort());
    Transport transport = connector.connect(address, Connector.Encryption.NEVER, breakOff -> {});
    ServerSession session =
        new ServerSession(
            played.engine.tracked(),
            new ServerLogin(
                new ServerLogin.Credentials("a", "u", Optional.empty(), Optional.empty()),
                Map.of()));
    return new BlockingServer(
        1,
        played.client("a", "u").pool(),
        session,
        new BlockingServer.Line(connector, address, transport),
        Map.of(),
        played.engine.now());
  }

  private static ServerSocketChannel listener() throws IOException {
    return ServerSocketChannel.open()
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @Test
  void whoTakesAServerThatSomebodyIsClosingIsToldSoAndUsesNoNumber() throws Exception {
    try (ServerSocketChannel postgres = listener()) {
      BlockingServer server = connectedTo(postgres);
      server.closeChannel();
      assertThatThrownBy(() -> server.watchedBy(watch)).isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void whoClosesAServerThatALoopHasLeavesThatToTheLoop() throws Exception {
    try (ServerSocketChannel postgres = listener()) {
      BlockingServer server = connectedTo(postgres);
      server.watchedBy(watch);
      server.closeChannel();
      assertThat(server.channel().isOpen()).isTrue();
      closings.forEach(Runnable::run);
      assertThat(server.channel().isOpen()).isFalse();
    }
  }
}
