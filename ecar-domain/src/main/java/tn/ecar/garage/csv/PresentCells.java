package tn.ecar.garage.csv;

import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tn.ecar.garage.RuleViolation;

/**
 * Lets a line that changes something keep what its file has no column for: a list of numbers and
 * prices says nothing about barcodes, so it leaves them alone. An empty cell does say something.
 */
final class PresentCells {
  private static final int BLOCK = 1_000;

  private final EntityManager em;
  private final String entity;
  private final List<String> attributes;

  /**
   * @param entity what the lines are
   * @param attributes what a change would replace, each under the name of its column
   */
  PresentCells(EntityManager em, String entity, List<String> attributes) {
    this.em = em;
    this.entity = entity;
    this.attributes = attributes;
  }

  /**
   * Fills the cells that the file has no column for. One statement for a thousand lines, none if
   * the file has every column; only values are read, so that nothing more is managed afterwards.
   */
  void fill(CsvTable table) {
    List<String> missing =
        attributes.stream().filter(column -> !table.columns().contains(column)).toList();
    if (missing.isEmpty()) {
      return;
    }
    for (int from = 0; from < table.rows().size(); from += BLOCK) {
      fill(table.rows().subList(from, Math.min(from + BLOCK, table.rows().size())), missing);
    }
  }

  private void fill(List<CsvRow> rows, List<String> missing) {
    Map<Long, Object[]> present = present(rows, missing);
    for (CsvRow row : rows) {
      Object[] values = present.get(identity(row));
      for (int i = 0; values != null && i < missing.size(); i++) {
        row.keep(missing.get(i), text(values[i + 1]));
      }
    }
  }

  private Map<Long, Object[]> present(List<CsvRow> rows, List<String> missing) {
    TreeSet<Long> ids = new TreeSet<>();
    for (CsvRow row : rows) {
      Long id = identity(row);
      if (id != null) {
        ids.add(id);
      }
    }
    if (ids.isEmpty()) {
      return new HashMap<>();
    }
    String columns = ", e." + String.join(", e.", missing);
    Map<Long, Object[]> present = new HashMap<>();
    em.createQuery(
            "select e.id" + columns + " from " + entity + " e where e.id in :ids", Object[].class)
        .setParameter("ids", ids)
        .getResultList()
        .forEach(values -> present.put((Long) values[0], values));
    return present;
  }

  /** An identity that is none is refused where the line is checked. */
  private static Long identity(CsvRow row) {
    try {
      return row.identity("id");
    } catch (RuleViolation none) {
      return null;
    }
  }

  private static String text(Object value) {
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    return value instanceof Enum<?> constant ? constant.name() : value == null ? null : value + "";
  }
}
