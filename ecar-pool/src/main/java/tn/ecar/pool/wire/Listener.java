package tn.ecar.pool.wire;

/** Lets clients in where the configuration says. */
interface Listener {
  /** Listens no more, when it returns. */
  void close();
}
