package tn.ecar.garage.csv;

import java.util.List;

/**
 * What became of a file, line by line.
 *
 * @param mode what was asked for
 * @param lines how many lines the file had below its header
 * @param received how many new things were made
 * @param changed how many were changed
 * @param refused the wrong lines, in the order of the file
 */
public record ImportReport(
    ImportMode mode, int lines, int received, int changed, List<Refusal> refused) {
  public ImportReport {
    refused = List.copyOf(refused);
  }

  /**
   * One wrong line.
   *
   * @param line where it begins in the file, from 1, the header being 1
   * @param field the column
   * @param value what stood there
   * @param rule the rule it breaks, with the way out
   */
  public record Refusal(long line, String field, String value, String rule) {}
}
