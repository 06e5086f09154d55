package tn.ecar.pool;

import java.util.concurrent.atomic.AtomicBoolean;
import tn.ecar.pool.console.ConsoleException;
import tn.ecar.pool.console.Shutdown;
import tn.ecar.pool.protocol.Refusal;

/**
 * The end of a pooler by the operator's command: nobody is let in from here on, what the command
 * waits for is waited for on a thread of its own, then the pooler closes. A second command at once
 * ends the waiting.
 */
final class Ending {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  private final Engine engine;
  private final Reception reception;
  private final Standstill standstill;
  private final Runnable close;
  private final AtomicBoolean begun = new AtomicBoolean();

  Ending(Engine engine, Reception reception, Standstill standstill, Runnable close) {
    this.engine = engine;
    this.reception = reception;
    this.standstill = standstill;
    this.close = close;
  }

  boolean hasBegun() {
    return begun.get();
  }

  void begin(Shutdown how) {
    LOG.log(System.Logger.Level.INFO, "SHUTDOWN {0}", how);
    begun.set(true);
    reception.shut(
        Refusal.of("57P01", "pooler is shutting down"), how == Shutdown.WAIT_FOR_CLIENTS);
    Thread thread = new Thread(() -> end(how), "ecar-shutdown");
    thread.setDaemon(true);
    thread.start();
  }

  private void end(Shutdown how) {
    try {
      engine.lock().lock();
      try {
        switch (how) {
          case AT_ONCE -> {
            // There is nothing to wait for.
          }
          case WAIT_FOR_SERVERS -> {
            engine.pauses().pause(null);
            engine.pools().forEach(pool -> pool.refuseWaiting(Refusal.of("server shutting down")));
            standstill.await(() -> engine.pools().stream().allMatch(Pool::isQuiet));
          }
          case WAIT_FOR_CLIENTS -> standstill.await(this::everybodyHasLeft);
        }
      } finally {
        engine.lock().unlock();
      }
    } catch (ConsoleException closed) {
      LOG.log(System.Logger.Level.DEBUG, "another SHUTDOWN was faster", closed);
    }
    close.run();
  }

  /** Programs inside this Java machine keep connections for later; those do not count. */
  private boolean everybodyHasLeft() {
    return reception.arriving() == 0
        && engine.clients().all().stream()
            .allMatch(
                client ->
                    client.loop() == null
                        && client.server() == null
                        && client.waiter() == null
                        && client.session().status() == 'I');
  }
}
