package tn.ecar.pool.rotation;

import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.ServerAddress;

/** One host of an entry of [databases]. */
record Place(DatabaseSettings entry, ServerAddress server) {

  /** As an operator finds it again in the ini. */
  @Override
  public String toString() {
    return entry.name() + " at " + server;
  }
}
