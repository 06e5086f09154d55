package tn.ecar.batch.share;

import java.util.List;

/**
 * Work over many rows that can be cut by identity and done by the block, each block in one
 * transaction. What is done twice must not count twice: a block that was rolled back comes again.
 */
public interface ShareableWork {
  /** Returns how many rows there are, for the progress. */
  long total();

  /** Cuts the rows into so many ranges of the same size, or fewer. */
  List<Range> split(int parts);

  /**
   * Returns the first identities of a range.
   *
   * @param most how many at most
   * @return none when there are none left
   */
  List<Long> block(Range range, int most);

  /**
   * Does the work of a block, in the running transaction.
   *
   * @return how many things were written
   */
  int write(List<Long> ids);

  /**
   * Rows by identity.
   *
   * @param first the lowest
   * @param last the highest
   */
  record Range(long first, long last) {}
}
