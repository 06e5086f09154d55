package tn.ecar.pool.console;

import java.time.Duration;
import tn.ecar.pool.ConnectionFigures;
import tn.ecar.pool.PoolFigures;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.PoolMode;

/**
 * The console's own line among the databases and the pools: it has clients, never a server, and no
 * setting touches it.
 */
public final class ConsolePool {
  /** What PgBouncer shows for it; nothing is ever opened. */
  static final int POOL_SIZE = 2;

  static final PoolMode MODE = PoolMode.STATEMENT;

  private ConsolePool() {}

  /** Its line of SHOW POOLS. */
  public static PoolFigures figures(Operations pooler) {
    return new PoolFigures(
        Configuration.CONSOLE,
        Configuration.CONSOLE,
        visitors(pooler),
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        Duration.ZERO,
        MODE.word(),
        "");
  }

  /** How many talk to it. */
  static int visitors(Operations pooler) {
    return (int)
        pooler.clients().stream()
            .map(ConnectionFigures::database)
            .filter(Configuration.CONSOLE::equals)
            .count();
  }
}
