package tn.ecar.garage.csv;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;

/** One line of a file, read cell by cell. An empty cell is null. */
final class CsvRow {
  private final long line;
  private final Map<String, String> cells = new HashMap<>();
  private final int surplus;

  /**
   * @param line where it begins in the file, from 1
   * @param header names of the columns
   * @param fields the cells; missing ones are empty
   */
  CsvRow(long line, List<String> header, List<String> fields) {
    this.line = line;
    for (int i = 0; i < Math.min(header.size(), fields.size()); i++) {
      String cell = unguarded(fields.get(i));
      if (!Texts.isBlank(cell)) {
        cells.put(header.get(i), cell.strip());
      }
    }
    this.surplus = fields.size() - header.size();
  }

  /** A cell that a spreadsheet would compute was written with an apostrophe before it. */
  private static String unguarded(String cell) {
    return cell.length() > 1 && cell.charAt(0) == '\'' && CsvWriter.computes(cell.substring(1))
        ? cell.substring(1)
        : cell;
  }

  long line() {
    return line;
  }

  /**
   * Refuses a line that has more cells than the header has columns: a separator inside a text
   * without quotes would push every cell behind it into the wrong column.
   */
  void requireForm() {
    if (surplus > 0) {
      throw new RuleViolation(
          "line", line, "This line has more cells than the header: put texts in quotes.");
    }
  }

  /** Lets a column that the file does not have stand as it is; null for nothing. */
  void keep(String column, String present) {
    if (!Texts.isBlank(present)) {
      cells.put(column, present);
    }
  }

  String text(String column) {
    return cells.get(column);
  }

  Integer whole(String column) {
    Long number = identity(column);
    if (number != null && (number > Integer.MAX_VALUE || number < Integer.MIN_VALUE)) {
      throw new RuleViolation(column, number, "This is a whole number.");
    }
    return number == null ? null : number.intValue();
  }

  Long identity(String column) {
    String cell = cells.get(column);
    try {
      return cell == null ? null : Long.valueOf(Texts.latinDigits(cell).replace(" ", ""));
    } catch (NumberFormatException e) {
      throw new RuleViolation(column, cell, "This is a whole number.");
    }
  }

  /** A comma stands for the point where there is no point, as French spreadsheets write it. */
  BigDecimal decimal(String column) {
    String cell = cells.get(column);
    if (cell == null) {
      return null;
    }
    String plain = Texts.latinDigits(cell).replaceAll("[\\s\\u00A0\\u202F]", "");
    if (!plain.matches("[+-]?[0-9]{1,15}([.,][0-9]{1,9})?")) {
      throw new RuleViolation(column, cell, "This is a decimal number such as 12.500.");
    }
    return new BigDecimal(plain.replace(',', '.'));
  }

  boolean yes(String column) {
    String cell = cells.get(column);
    return switch (cell == null ? "" : cell.toLowerCase(Locale.ROOT)) {
      case "", "false", "no", "non", "0" -> false;
      case "true", "yes", "oui", "1" -> true;
      default -> throw new RuleViolation(column, cell, "This is true or false.");
    };
  }

  <E extends Enum<E>> E choice(String column, Class<E> type) {
    String cell = cells.get(column);
    if (cell == null) {
      return null;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(cell)) {
        return constant;
      }
    }
    throw new RuleViolation(
        column, cell, "This is one of " + List.of(type.getEnumConstants()) + ".");
  }
}
