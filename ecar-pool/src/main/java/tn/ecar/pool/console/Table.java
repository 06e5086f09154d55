package tn.ecar.pool.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a SHOW command answers: columns, and rows of as many values, null where there is none. */
final class Table {
  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  Table(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Adds a row; booleans count as 1 and 0. */
  Table row(Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          values.length + " values for " + columns.size() + " columns");
    }
    List<String> row = new ArrayList<>();
    for (Object value : values) {
      row.add(text(value));
    }
    rows.add(Collections.unmodifiableList(row));
    return this;
  }

  private static String text(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? "1" : "0";
    }
    return value == null ? null : value.toString();
  }

  List<Column> columns() {
    return columns;
  }

  List<List<String>> rows() {
    return Collections.unmodifiableList(rows);
  }
}
