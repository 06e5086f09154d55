package tn.ecar.batch.share;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * One chunk's rows.
 *
 * @param from the identity the share stood at
 * @param ids what is to be done
 */
record Block(long from, ArrayList<Long> ids) implements Serializable {
  static Block of(long from, List<Long> ids) {
    return new Block(from, new ArrayList<>(ids));
  }

  /** Returns where the share stands when this is done. */
  long next() {
    return ids.get(ids.size() - 1) + 1;
  }
}
