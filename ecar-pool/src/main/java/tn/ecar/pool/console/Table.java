package tn.ecar.pool.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a SHOW command answers: columns, and rows of as many values, null where there is none. */
final class Table {
  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  Table text(String... names) {
    return columns(Column.Type.TEXT, names);
  }

  Table int4(String... names) {
    return columns(Column.Type.INT4, names);
  }

  Table int8(String... names) {
    return columns(Column.Type.INT8, names);
  }

  Table numeric(String... names) {
    return columns(Column.Type.NUMERIC, names);
  }

  private Table columns(Column.Type type, String... names) {
    for (String name : names) {
      columns.add(new Column(name, type));
    }
    return this;
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
    return Collections.unmodifiableList(columns);
  }

  List<List<String>> rows() {
    return Collections.unmodifiableList(rows);
  }
}
