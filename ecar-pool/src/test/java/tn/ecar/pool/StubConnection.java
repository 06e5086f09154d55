package tn.ecar.pool;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import tn.ecar.pool.protocol.ServerLogin;
import tn.ecar.pool.protocol.ServerSession;

/** A server connection that does nothing but remember whether it was closed. */
final class StubConnection extends Server {
  private boolean closed;

  /** Cancel requests hang until it is open; it is, unless a test closes it. */
  final Semaphore cancelGate = new Semaphore(Integer.MAX_VALUE);

  StubConnection(long id, Opening from, Engine engine) {
    super(id, from.pool(), session(from.pool(), engine), engine.now());
  }

  private static ServerSession session(Pool pool, Engine engine) {
    return new ServerSession(
        engine.tracked(),
        new ServerLogin(
            new ServerLogin.Credentials(
                pool.database().dbname(), pool.user(), Optional.empty(), Optional.empty()),
            Map.of()));
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  boolean isAlive() {
    return !closed;
  }

  @Override
  boolean run(String sql, Duration limit) {
    return !closed;
  }

  @Override
  void close() {
    closed = true;
  }

  @Override
  Ends ends() {
    return new Ends("stub", 0, "stub", 0);
  }

  @Override
  String tls() {
    return "";
  }

  @Override
  void requestCancel(Duration limit) throws java.io.IOException {
    cancelGate.acquireUninterruptibly();
  }
}
