package tn.ecar.garage.csv;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes lines that spreadsheets open without asking: semicolons, CR LF, UTF-8 with byte order mark
 * in the header. A cell that a spreadsheet would take for a formula is written as text, with an
 * apostrophe before it; the import takes it off again.
 */
final class CsvWriter {
  private static final Pattern NUMBER = Pattern.compile("[+-][0-9 .,]+");
  private static final Pattern QUOTED = Pattern.compile("[;,\"\r\n\t]|^[ ']|[ ]$");

  private CsvWriter() {}

  static String header(List<String> columns) {
    return "\uFEFF" + line(columns);
  }

  /** Returns the line with its end; null is an empty cell. */
  static String line(List<?> cells) {
    return cells.stream().map(CsvWriter::cell).collect(Collectors.joining(";", "", "\r\n"));
  }

  private static String cell(Object value) {
    String text = value == null ? "" : value.toString();
    String guarded = computes(text) ? "'" + text : text;
    return QUOTED.matcher(guarded).find() ? '"' + guarded.replace("\"", "\"\"") + '"' : guarded;
  }

  /** Tells whether a spreadsheet would compute it. Numbers with a sign stay numbers. */
  static boolean computes(String text) {
    return !text.isEmpty()
        && "=+-@\t\r".indexOf(text.charAt(0)) >= 0
        && !NUMBER.matcher(text).matches();
  }
}
