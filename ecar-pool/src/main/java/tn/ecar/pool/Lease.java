package tn.ecar.pool;

import tn.ecar.pool.protocol.Refusal;

/** Who waits for a server without a thread; told on the thread that asked. */
public interface Lease {
  /** A server is here, alive. */
  void granted(BlockingServer server);

  /** None can be had. */
  void refused(Refusal why);
}
