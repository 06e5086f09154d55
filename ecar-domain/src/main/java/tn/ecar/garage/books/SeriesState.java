package tn.ecar.garage.books;

import java.util.Arrays;
import java.util.List;

/**
 * What a number series of a year is made of.
 *
 * @param series its letters
 * @param year the fiscal year
 * @param documents how many documents there are
 * @param lastNumber the number that was drawn last
 * @param missing the numbers without a document; empty when the series is free of gaps
 */
public record SeriesState(
    String series, int year, long documents, int lastNumber, List<Integer> missing) {
  public SeriesState {
    missing = List.copyOf(missing);
  }

  static SeriesState of(Object[] row) {
    String missing = (String) row[4];
    return new SeriesState(
        (String) row[0],
        ((Number) row[1]).intValue(),
        ((Number) row[2]).longValue(),
        ((Number) row[3]).intValue(),
        missing == null
            ? List.of()
            : Arrays.stream(missing.split(",", -1)).map(Integer::valueOf).toList());
  }

  /** Returns whether each number from 1 to the last has exactly one document. */
  public boolean free() {
    return missing.isEmpty() && documents == lastNumber;
  }
}
