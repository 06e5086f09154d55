package tn.ecar.garage;

/**
 * Which part of a list is wanted, and in which order. Each list names the keys it can be sorted by;
 * an unknown key is refused with the list of known ones.
 *
 * @param first index of the first row, from 0
 * @param size rows at most, 1 to {@value #MAX_SIZE}
 * @param sort key to sort by; null for the list's own order
 * @param descending true to turn the order round; only looked at when {@code sort} is given
 * @param cursor the {@link Page#next} of the page before this one; null to begin at {@code first}
 */
public record PageRequest(int first, int size, String sort, boolean descending, String cursor) {
  /** More rows than this are never read at once. */
  public static final int MAX_SIZE = 500;

  public PageRequest {
    if (first < 0) {
      throw new RuleViolation("first", first, "The first row is 0 or more.");
    }
    if (size < 1 || size > MAX_SIZE) {
      throw new RuleViolation("size", size, "A page has 1 to " + MAX_SIZE + " rows.");
    }
    sort = sort == null || sort.isBlank() ? null : sort;
    cursor = cursor == null || cursor.isBlank() ? null : cursor;
    if (cursor != null && first > 0) {
      throw new RuleViolation("first", first, "A cursor tells by itself where the page begins.");
    }
  }

  /** A page that begins at a row. */
  public PageRequest(int first, int size, String sort, boolean descending) {
    this(first, size, sort, descending, null);
  }

  /** Returns the request for the page after one of these. */
  public PageRequest after(String next) {
    return new PageRequest(0, size, sort, descending, next);
  }

  /**
   * Returns the page with this number in the list's own order.
   *
   * @param page number of the page, from 0
   * @param size rows at most
   */
  public static PageRequest of(int page, int size) {
    long first = (long) page * size;
    if (page < 0 || first > Integer.MAX_VALUE) {
      throw new RuleViolation("page", page, "Pages are counted from 0.");
    }
    return new PageRequest((int) first, size, null, false);
  }
}
