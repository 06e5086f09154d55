package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.report.GarageReports;
import tn.ecar.garage.report.Period;
import tn.ecar.garage.report.Report;

/** The reports of a period that the address names, each as a chart and the table behind it. */
@Named
@RequestScoped
public class ReportsPage {
  private static final int MOST_ROWS = 200;

  private final GarageReports reports;
  private final RuleWords rules;
  private final Formats formats;
  private Period period;
  private Report report;
  private String refusal = "";

  @Inject
  public ReportsPage(GarageReports reports, RuleWords rules, Formats formats) {
    this.reports = reports;
    this.rules = rules;
    this.formats = formats;
  }

  /** For the container's client proxy. */
  protected ReportsPage() {
    this(null, null, null);
  }

  /** Returns the names of all reports. */
  public List<String> getNames() {
    return Arrays.stream(Report.Kind.values())
        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  /** Returns the name of the report that is shown. */
  public String getName() {
    String name = param("report");
    return getNames().contains(name) ? name : getNames().get(0);
  }

  public Period getPeriod() {
    if (period == null) {
      try {
        period = reports.period(day("from"), day("to"));
      } catch (RuleViolation wrong) {
        refusal = rules.of(wrong);
        period = reports.period(null, null);
      }
    }
    return period;
  }

  /** Returns why the days of the address are not taken; empty if they are. */
  public String getRefusal() {
    getPeriod();
    return refusal;
  }

  public Report getReport() {
    if (report == null) {
      Report.Kind kind = Report.Kind.valueOf(getName().toUpperCase(Locale.ROOT));
      // One row more tells that there are more.
      report = reports.report(kind, getPeriod(), MOST_ROWS + 1);
    }
    return report;
  }

  /** Returns the rows that the page has room for; the file has all. */
  public List<List<Object>> getRows() {
    return getReport().rows().stream().limit(MOST_ROWS).toList();
  }

  /** Returns whether the page has no room for all rows. */
  public boolean isCut() {
    return getReport().rows().size() > MOST_ROWS;
  }

  public BarChart getChart() {
    return BarChart.of(getReport(), this::shown);
  }

  /** Returns the address of the same report as a file. */
  public String getFile() {
    return "api/v1/reports/garage/"
        + getName()
        + "?from="
        + getPeriod().from()
        + "&to="
        + getPeriod().to();
  }

  /** Writes a value as its column wants it. */
  public String shown(Report.Column column, Object value) {
    if (value == null) {
      return "–";
    }
    return switch (column.measure()) {
      case TEXT -> value.toString();
      case MONTH -> value.toString().substring(5) + "/" + value.toString().substring(0, 4);
      case COUNT -> formats.whole((Number) value);
      case QUANTITY, HOURS -> formats.number(new BigDecimal(value.toString()));
      case MONEY -> formats.amount(new BigDecimal(value.toString()));
      case PERCENT -> formats.number(new BigDecimal(value.toString())) + " %";
    };
  }

  private static LocalDate day(String name) {
    String text = param(name);
    try {
      return text.isEmpty() ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new RuleViolation(name, text, "A day is written as 2026-05-04.");
    }
  }

  private static String param(String name) {
    Map<String, String> address =
        FacesContext.getCurrentInstance().getExternalContext().getRequestParameterMap();
    return address.getOrDefault(name, "").strip();
  }
}
