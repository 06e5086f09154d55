package tn.ecar.pool;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The thread that looks at the clock three times a second and lets time have its effect. */
final class Sweep {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(333);

  private final Engine engine;
  private final Leaks leaks;
  private final Thread thread;
  private volatile boolean over;

  Sweep(Engine engine, Leaks leaks, String name) {
    this.engine = engine;
    this.leaks = leaks;
    this.thread = new Thread(this::run, name + "-sweep");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!over) {
      LockSupport.parkNanos(this, PERIOD_NANOS);
      try {
        if (!over) {
          engine.sweep();
          leaks.sweep();
        }
      } catch (RuntimeException | Error unforeseen) {
        // Without the sweep no wait would ever end: it goes on whatever happens, also when there
        // is no thread or no memory for a moment.
        LOG.log(System.Logger.Level.ERROR, "a round of the sweep failed", unforeseen);
      }
    }
  }

  void close() {
    over = true;
    LockSupport.unpark(thread);
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
