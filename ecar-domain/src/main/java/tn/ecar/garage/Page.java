package tn.ecar.garage;

import java.util.List;

/**
 * One page of a list that was cut in the database.
 *
 * @param items the rows of this page, in order
 * @param total how many rows the whole list has
 * @param first index of the first row of this page, from 0
 * @param size how many rows were asked for
 */
public record Page<T>(List<T> items, long total, int first, int size) {
  public Page {
    items = List.copyOf(items);
  }
}
