package tn.ecar.pool.sizing;

/**
 * A. K. Erlang's formula for those who have to wait: requests come at random, each keeps one of
 * {@code servers} for a random time, and who finds none free waits in line.
 */
final class ErlangC {
  private ErlangC() {}

  /**
   * The share of requests that have to wait.
   *
   * @param load servers that are busy on average
   * @return from 0 to 1; 1 when the servers are not enough for the load at all
   */
  static double waiting(int servers, double load) {
    if (load >= servers) {
      return 1;
    }
    double lost = 1;
    for (int i = 1; i <= servers; i++) {
      lost = load * lost / (i + load * lost);
    }
    return lost / (1 - load / servers * (1 - lost));
  }

  /** The fewest servers at which no more than this share of requests has to wait; at least 1. */
  static int servers(double load, double share) {
    int servers = Math.max(1, (int) Math.floor(load));
    while (waiting(servers, load) > share) {
      servers++;
    }
    return servers;
  }
}
