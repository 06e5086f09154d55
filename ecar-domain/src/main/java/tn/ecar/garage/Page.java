package tn.ecar.garage;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * One page of a list that was cut in the database.
 *
 * @param items the rows of this page, in order
 * @param total how many rows the whole list has; null on a page that goes on from a cursor, which
 *     counts nothing
 * @param first index of the first row of this page, from 0; 0 on a page that goes on from a cursor
 * @param size how many rows were asked for
 * @param next the cursor with which the list goes on; null on the last page, and where a list has
 *     no cursors
 */
public record Page<T>(List<T> items, Long total, int first, int size, String next) {
  public Page {
    items = List.copyOf(items);
  }

  /** A page of a list that goes on by place only. */
  public Page(List<T> items, long total, int first, int size) {
    this(items, total, first, size, null);
  }

  /** Returns the same page with its rows shown otherwise. */
  public <R> Page<R> map(Function<? super T, ? extends R> view) {
    return new Page<>(items.stream().<R>map(view).toList(), total, first, size, next);
  }

  /** Not of the rows: who keeps a page in a hash table, as the writer of JSON does, asks often. */
  @Override
  public int hashCode() {
    return Objects.hash(total, first, size);
  }
}
