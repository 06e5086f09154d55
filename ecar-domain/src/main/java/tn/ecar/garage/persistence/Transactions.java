package tn.ecar.garage.persistence;

import java.util.function.Supplier;

/** Runs several use cases in one transaction: all of them stand, or none. */
public interface Transactions {
  /**
   * Runs the work in the running transaction, or in a new one if there is none, and returns its
   * result.
   */
  <T> T inOne(Supplier<T> work);
}
