package tn.ecar.garage.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;

/**
 * One list of rows, paged and sorted in the database: one statement that reads the page and, for a
 * page that is asked for by its place, one that counts. A page that goes on from a cursor is found
 * by the values of the last row (keyset), not by skipping rows. What can be sorted by is a fixed
 * table of keys, so no text of a request ever gets into a query.
 */
public final class Lists<T> {
  private final EntityManager em;
  private final Class<T> type;
  private final String select;
  private final String from;
  private final String joins;
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private final Map<String, Class<? extends Enum<?>>> enumerations = new HashMap<>();
  private Map<String, String> sorts = Map.of();
  private String ownOrder = "";
  private String tieBreak = "";

  private Lists(EntityManager em, Class<T> type, String select, String from, String joins) {
    this.em = em;
    this.type = type;
    this.select = select;
    this.from = from;
    this.joins = joins;
  }

  /**
   * @param select the JPQL select clause that makes a row
   * @param from the from clause, without conditions
   */
  public static <T> Lists<T> of(EntityManager em, Class<T> type, String select, String from) {
    return new Lists<>(em, type, select, from, "");
  }

  /**
   * @param select the JPQL select clause that makes a row
   * @param from the from clause with all that the conditions speak of
   * @param joins what only rows and order need besides, each to one row: left out when counting
   */
  public static <T> Lists<T> of(
      EntityManager em, Class<T> type, String select, String from, String joins) {
    return new Lists<>(em, type, select, from, joins);
  }

  /** Narrows the list. */
  public Lists<T> where(String condition) {
    conditions.add("(" + condition + ")");
    return this;
  }

  /**
   * Narrows the list by a value, unless it is null. A condition that is not wanted is left out, so
   * that the database plans each combination for itself.
   *
   * @param condition with the value as {@code :name}
   */
  public Lists<T> where(String condition, String name, Object value) {
    return value == null ? this : where(condition).with(name, value);
  }

  /** Binds a parameter of the from clause. */
  public Lists<T> with(String name, Object value) {
    parameters.put(name, value);
    return this;
  }

  /** Says that this key sorts by an enumeration. */
  public Lists<T> enumerated(String key, Class<? extends Enum<?>> type) {
    enumerations.put(key, type);
    return this;
  }

  /**
   * @param keys what may be sorted by: key of the request to expression
   * @param own the order when no key is asked for
   * @param unique an expression that is different in each row, so that pages never overlap
   */
  public Lists<T> sorted(Map<String, String> keys, String own, String unique) {
    sorts = keys;
    ownOrder = own;
    tieBreak = unique;
    return this;
  }

  /**
   * Reads a page. One that goes on from a cursor has no total.
   *
   * @throws RuleViolation if the list cannot be sorted by the key, or the cursor is none of it
   */
  public Page<T> page(PageRequest request) {
    String order = order(request) + ", " + tieBreak;
    List<Column> columns = columns(order);
    Cursor after =
        request.cursor() == null
            ? null
            : Cursor.read(request.cursor(), order, columns.size(), enumerations(request));
    Long total = after == null ? count() : null;
    List<Object[]> rows = read(request, order, columns, after);
    boolean more = rows.size() > request.size();
    List<Object[]> shown = more ? rows.subList(0, request.size()) : rows;
    return new Page<>(
        shown.stream().map(row -> type.cast(row[0])).toList(),
        total,
        request.first(),
        request.size(),
        more ? endOf(shown, order) : null);
  }

  /** Reads the first rows in the list's own order, and counts none. One statement. */
  public List<T> first(int most) {
    PageRequest request = PageRequest.of(0, most);
    String order = order(request) + ", " + tieBreak;
    return read(request, order, columns(order), null).stream()
        .limit(most)
        .map(row -> type.cast(row[0]))
        .toList();
  }

  private long count() {
    Query count = em.createQuery("select count(" + tieBreak + ")" + from + narrowed(""));
    parameters.forEach(count::setParameter);
    return ((Number) count.getSingleResult()).longValue();
  }

  /** One row more than is shown tells whether the list goes on. */
  @SuppressWarnings("unchecked")
  private List<Object[]> read(
      PageRequest request, String order, List<Column> columns, Cursor after) {
    String positions =
        columns.stream().map(column -> ", " + column.expression()).collect(Collectors.joining());
    Map<String, Object> bound = new LinkedHashMap<>(parameters);
    String behind = after == null ? "" : behind(columns, after.values(), bound);
    Query rows =
        em.createQuery(select + positions + from + joins + narrowed(behind) + " order by " + order);
    bound.forEach(rows::setParameter);
    return rows.setFirstResult(request.first()).setMaxResults(request.size() + 1).getResultList();
  }

  private String narrowed(String behind) {
    List<String> all = new ArrayList<>(conditions);
    if (!behind.isEmpty()) {
      all.add(behind);
    }
    return all.isEmpty() ? "" : " where " + String.join(" and ", all);
  }

  private static String endOf(List<Object[]> rows, String order) {
    Object[] last = rows.get(rows.size() - 1);
    List<Object> values = new ArrayList<>();
    for (int i = 1; i < last.length; i++) {
      values.add(last[i]);
    }
    return new Cursor(order, values).text();
  }

  /**
   * Rows that come after the values: those behind in the first column, or equal there and behind in
   * the second, and so on. PostgreSQL puts nulls last, or first when the order is turned round.
   */
  private static String behind(
      List<Column> columns, List<Object> values, Map<String, Object> bound) {
    String start = columns.get(0).from(values.get(0) == null ? null : ":after0");
    StringBuilder condition = new StringBuilder();
    StringBuilder equal = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      String name = "after" + i;
      Object value = values.get(i);
      if (value != null) {
        bound.put(name, value);
      }
      String strictly = column.behind(value == null ? null : ":" + name);
      if (strictly != null) {
        condition.append(condition.length() == 0 ? "(" : " or ").append("(");
        condition.append(equal).append(strictly).append(")");
      }
      equal.append(column.expression());
      equal.append(value == null ? " is null and " : " = :" + name + " and ");
    }
    return (start == null ? "" : start + " and ") + condition.append(")");
  }

  private static List<Column> columns(String order) {
    List<Column> columns = new ArrayList<>();
    for (String part : order.split(", ")) {
      boolean descending = part.endsWith(" desc");
      columns.add(new Column(descending ? part.substring(0, part.length() - 5) : part, descending));
    }
    return columns;
  }

  private Map<Integer, Class<? extends Enum<?>>> enumerations(PageRequest request) {
    Class<? extends Enum<?>> first = enumerations.get(request.sort());
    return first == null ? Map.of() : Map.of(0, first);
  }

  private String order(PageRequest request) {
    if (request.sort() == null) {
      return ownOrder;
    }
    String expression = sorts.get(request.sort());
    if (expression == null) {
      throw new RuleViolation(
          "sort",
          request.sort(),
          "This list can be sorted by " + new TreeSet<>(sorts.keySet()) + ".");
    }
    return expression + (request.descending() ? " desc" : "");
  }

  /** One column of the order. */
  private record Column(String expression, boolean descending) {
    /**
     * Returns the condition for rows not before a parameter: it follows from the exact one, but is
     * what an index can begin a scan with. Null if there is none.
     */
    String from(String parameter) {
      if (parameter == null) {
        return null;
      }
      return descending
          ? expression + " <= " + parameter
          : "(" + expression + " >= " + parameter + " or " + expression + " is null)";
    }

    /** Returns the condition for rows behind a parameter, or behind null; null if there is none. */
    String behind(String parameter) {
      if (parameter == null) {
        return descending ? expression + " is not null" : null;
      }
      return descending
          ? expression + " < " + parameter
          : "(" + expression + " > " + parameter + " or " + expression + " is null)";
    }
  }
}
