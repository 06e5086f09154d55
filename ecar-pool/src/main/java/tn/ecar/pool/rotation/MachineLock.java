package tn.ecar.pool.rotation;

import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;

/**
 * Keeps the pools of one Java machine apart at a userlist. Pools of several deployments have
 * classes of their own, whose fields they do not share; names of the machine and its properties are
 * the same for all of them.
 */
final class MachineLock {
  private static final String PREFIX = "tn.ecar.pool.rotating:";

  /** The machine keeps one such text, whoever asks for it. */
  private final String name;

  MachineLock(Path userlist) {
    this.name = (PREFIX + userlist).intern();
  }

  /** Waits for whoever holds it. */
  void take() throws FileLockInterruptionException {
    synchronized (name) {
      while (System.getProperty(name) != null) {
        try {
          name.wait();
        } catch (InterruptedException ended) {
          Thread.currentThread().interrupt();
          throw new FileLockInterruptionException();
        }
      }
      System.setProperty(name, "held");
    }
  }

  /** False when somebody holds it. */
  boolean tryTake() {
    synchronized (name) {
      if (System.getProperty(name) != null) {
        return false;
      }
      System.setProperty(name, "held");
      return true;
    }
  }

  void close() {
    synchronized (name) {
      System.clearProperty(name);
      name.notifyAll();
    }
  }
}
