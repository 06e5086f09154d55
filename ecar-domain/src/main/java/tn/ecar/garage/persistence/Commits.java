package tn.ecar.garage.persistence;

/**
 * How many transactions of the garage a thread has committed. A request whose answer could not be
 * read fails after its work is done: whoever compares the count of before with that of after knows.
 */
public final class Commits {
  private static final ThreadLocal<Integer> MADE = ThreadLocal.withInitial(() -> 0);

  private Commits() {}

  /** Returns how many this thread has committed so far. */
  public static int ofThisThread() {
    return MADE.get();
  }

  static void one() {
    MADE.set(MADE.get() + 1);
  }
}
