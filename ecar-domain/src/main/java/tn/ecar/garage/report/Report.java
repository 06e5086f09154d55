package tn.ecar.garage.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A report as a table: what each column means, and the rows.
 *
 * @param kind which report it is
 * @param columns from the first to the last
 * @param rows a value for each column; null where nothing is known
 */
public record Report(Kind kind, List<Column> columns, List<List<Object>> rows) {
  public Report {
    columns = List.copyOf(columns);
    rows = rows.stream().map(row -> Collections.unmodifiableList(new ArrayList<>(row))).toList();
  }

  /** The reports there are, with the column that a chart of each shows. */
  public enum Kind {
    /** Invoices and credit notes by month. */
    REVENUE("net"),
    /** What invoiced parts brought beyond what they cost, by month. */
    MARGIN("margin"),
    /** Hours clocked and hours billed, by technician. */
    TECHNICIANS("billedHours"),
    /** How often the stock of a part was used up. */
    TURNOVER("turns"),
    /** Customers who came before, by month. */
    RETURNING("returningPercent");

    private final String charted;

    Kind(String charted) {
      this.charted = charted;
    }

    /** Returns the key of the column that is worth a chart. */
    public String getCharted() {
      return charted;
    }
  }

  /** What the values of a column are. */
  public enum Measure {
    TEXT,
    /** A month as 2026-11. */
    MONTH,
    COUNT,
    /** Three decimals. */
    QUANTITY,
    /** Dinars, three decimals. */
    MONEY,
    /** Hours with two decimals. */
    HOURS,
    /** Percent with one decimal. */
    PERCENT
  }

  /** A column; its key names it in addresses, files and the bundles of the pages. */
  public record Column(String key, Measure measure) {
    public boolean isText() {
      return measure == Measure.TEXT || measure == Measure.MONTH;
    }
  }
}
