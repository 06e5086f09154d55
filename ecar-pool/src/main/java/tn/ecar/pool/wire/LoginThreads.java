package tn.ecar.pool.wire;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which logins are judged that would keep an event loop too long. Who computes does
 * not stand behind those who ask a database or a directory: while that is away, or the pool is
 * paused, nobody who asks gets on, but whoever is known here still comes in.
 */
final class LoginThreads implements AutoCloseable {
  private static final int AT_ONCE = 16;
  private static final long REST_SECONDS = 5;

  private final ThreadPoolExecutor computing;
  private final ThreadPoolExecutor asking;

  LoginThreads(String name) {
    this.computing = threads(name + "-login");
    this.asking = threads(name + "-question");
  }

  private static ThreadPoolExecutor threads(String name) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            REST_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory(name, true));
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Who works out a proof. */
  Executor computing() {
    return computing;
  }

  /** Who waits for somebody's answer. */
  Executor asking() {
    return asking;
  }

  @Override
  public void close() {
    computing.shutdownNow();
    asking.shutdownNow();
  }
}
