package tn.ecar.pool.wire;

import io.netty.channel.IoEventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The thread that owns a client: what others want of the client is run there. When the door has
 * closed the thread is gone, and with it whoever could be disturbed; then it is run at once.
 */
record Loop(IoEventLoop events) implements Executor {
  @Override
  public void execute(Runnable task) {
    try {
      events.execute(task);
    } catch (RejectedExecutionException ended) {
      task.run();
    }
  }
}
