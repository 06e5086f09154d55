package tn.ecar.garage.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;

/**
 * One list of rows, paged and sorted in the database: two statements, one that counts and one that
 * reads the page. What can be sorted by is a fixed table of keys, so no text of a request ever gets
 * into a query.
 */
public final class Lists<T> {
  private final EntityManager em;
  private final Class<T> type;
  private final String select;
  private final String from;
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private Map<String, String> sorts = Map.of();
  private String ownOrder = "";
  private String tieBreak = "";

  private Lists(EntityManager em, Class<T> type, String select, String from) {
    this.em = em;
    this.type = type;
    this.select = select;
    this.from = from;
  }

  /**
   * @param select the JPQL select clause that makes a row
   * @param from everything from {@code from} on, without order
   */
  public static <T> Lists<T> of(EntityManager em, Class<T> type, String select, String from) {
    return new Lists<>(em, type, select, from);
  }

  /** Binds a parameter of the from clause. */
  public Lists<T> with(String name, Object value) {
    parameters.put(name, value);
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
   * Reads a page.
   *
   * @throws RuleViolation if the list cannot be sorted by the key
   */
  public Page<T> page(PageRequest request) {
    Query count = em.createQuery("select count(" + tieBreak + ")" + from);
    TypedQuery<T> rows =
        em.createQuery(select + from + " order by " + order(request) + ", " + tieBreak, type);
    parameters.forEach(
        (name, value) -> {
          count.setParameter(name, value);
          rows.setParameter(name, value);
        });
    long total = ((Number) count.getSingleResult()).longValue();
    return new Page<>(
        rows.setFirstResult(request.first()).setMaxResults(request.size()).getResultList(),
        total,
        request.first(),
        request.size());
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
}
