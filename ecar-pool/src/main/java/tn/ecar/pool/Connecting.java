package tn.ecar.pool;

import java.io.IOException;
import tn.ecar.pool.protocol.Refusal;

/**
 * Opens server connections off the callers' path, each on a worker of its own, and tells the engine
 * how it went.
 */
final class Connecting {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  private final Engine engine;

  Connecting(Engine engine) {
    this.engine = engine;
  }

  /** Starts opening; {@link Engine#opened} or {@link Engine#failed} follows in any case. */
  void begin(Opening opening) {
    EngineSettings settings = engine.settings();
    Opener opener = new Opener(engine.tracked(), engine.userlist(), settings.connectTimeout());
    engine.work(() -> open(opening, opener));
  }

  private void open(Opening opening, Opener opener) {
    Pool pool = opening.pool();
    try {
      Opener.Opened opened = opener.open(opening);
      BlockingServer server =
          new BlockingServer(
              engine.newId(), pool, opened.session(), opened.channel(), engine.now());
      String connectQuery = pool.database().connectQuery().orElse("");
      if (!connectQuery.isEmpty()
          && !server.run(connectQuery, engine.settings().connectTimeout())) {
        server.close();
        failed(
            opening,
            Refusal.of(
                "connect_query of database "
                    + pool.database().name()
                    + " failed: "
                    + connectQuery));
        return;
      }
      engine.opened(opening, server, opened.parameters());
    } catch (Refusal refused) {
      failed(opening, refused);
    } catch (IOException broken) {
      failed(opening, Refusal.of("08006", "server login failed: " + broken.getMessage()));
    } catch (RuntimeException unforeseen) {
      LOG.log(System.Logger.Level.ERROR, "opening a server connection failed", unforeseen);
      failed(opening, Refusal.of("08006", "server login failed: " + unforeseen));
    }
  }

  private void failed(Opening opening, Refusal why) {
    LOG.log(
        System.Logger.Level.WARNING,
        "server login for {0}/{1} failed: {2}",
        opening.pool().database().name(),
        opening.pool().user(),
        why.getMessage());
    engine.failed(opening, why);
  }
}
