package tn.ecar.web.pages;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import tn.ecar.garage.report.Report;
import tn.ecar.garage.report.Report.Column;

/**
 * The bars of a report's chart, in the units of its drawing. The table below says the same, so the
 * drawing itself is left out for those who listen.
 *
 * @param bars at most {@value #MOST}, from the first row on
 * @param zero height of the line that stands for nothing
 * @param width of the drawing
 */
public record BarChart(List<Bar> bars, String zero, int width) {
  private static final int MOST = 24;
  private static final int STEP = 56;
  private static final double HEIGHT = 150;
  private static final int TOP = 18;

  /** A bar with its name below and its value above. */
  public record Bar(int x, String y, String height, int middle, String label, String value) {}

  static BarChart of(Report report, BiFunction<Column, Object, String> written) {
    int charted = 0;
    for (int i = 0; i < report.columns().size(); i++) {
      if (report.columns().get(i).key().equals(report.kind().getCharted())) {
        charted = i;
      }
    }
    List<List<Object>> rows = report.rows().stream().limit(MOST).toList();
    double highest = 0;
    double lowest = 0;
    for (List<Object> row : rows) {
      highest = Math.max(highest, number(row.get(charted)));
      lowest = Math.min(lowest, number(row.get(charted)));
    }
    double scale = highest - lowest == 0 ? 0 : HEIGHT / (highest - lowest);
    double zero = TOP + highest * scale;
    List<Bar> bars = new ArrayList<>();
    for (List<Object> row : rows) {
      double value = number(row.get(charted));
      double top = value >= 0 ? zero - value * scale : zero;
      int x = bars.size() * STEP;
      bars.add(
          new Bar(
              x + 8,
              place(top),
              place(Math.abs(value) * scale),
              x + STEP / 2,
              short12(written.apply(report.columns().get(0), row.get(0))),
              written.apply(report.columns().get(charted), row.get(charted))));
    }
    return new BarChart(bars, place(zero), Math.max(1, bars.size()) * STEP);
  }

  public boolean isBlank() {
    return bars.isEmpty();
  }

  private static double number(Object value) {
    return value == null ? 0 : new BigDecimal(value.toString()).doubleValue();
  }

  private static String place(double y) {
    return String.format(Locale.ROOT, "%.1f", y);
  }

  private static String short12(String label) {
    return label.length() > 9 ? label.substring(0, 8) + "…" : label;
  }
}
