package tn.ecar.pool;

import java.util.Map;

/** The distributions of one pool since it began. */
public record PoolTimings(String database, String user, Map<Timing, Distribution> distributions) {
  public PoolTimings {
    distributions = Map.copyOf(distributions);
  }
}
