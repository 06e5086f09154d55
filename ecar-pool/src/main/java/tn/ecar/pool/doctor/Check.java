package tn.ecar.pool.doctor;

import java.util.function.Consumer;

/**
 * One thing that a doctor looks at. It tells what it finds as it goes, so that what was seen before
 * somebody hangs is not lost.
 */
@FunctionalInterface
public interface Check {
  /** Looks, on a thread of its own that is interrupted when the time is up. */
  void look(Consumer<Finding> found) throws Exception;
}
