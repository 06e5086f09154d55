package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tn.ecar.batch.audit.PoolFindings;
import tn.ecar.batch.audit.PoolHistory;
import tn.ecar.batch.audit.PoolReport;
import tn.ecar.batch.audit.PoolUse;
import tn.ecar.garage.PageRequest;

/** The audit report of the pool on a page: the last day, week or month, with a chart per pool. */
@Named
@RequestScoped
public class PoolReportPage {
  private static final Map<String, Duration> PERIODS =
      Map.of("day", Duration.ofDays(1), "week", Duration.ofDays(7), "month", Duration.ofDays(30));
  private static final int WIDTH = 720;
  private static final int HEIGHT = 120;

  private static final int MOST_ROWS = 200;

  private final PoolFindings findings;
  private final PoolHistory history;
  private final Wording wording;
  private final Clock clock;
  private PoolReport report;
  private List<PoolUse> use;

  @Inject
  public PoolReportPage(PoolFindings findings, PoolHistory history, Wording wording, Clock clock) {
    this.findings = findings;
    this.history = history;
    this.wording = wording;
    this.clock = clock;
  }

  /** For the container's client proxy. */
  protected PoolReportPage() {
    this(null, null, null, null);
  }

  /** Returns the periods that can be chosen, the shortest first. */
  public List<String> getPeriods() {
    return List.of("day", "week", "month");
  }

  /** Returns the chosen one; the day unless the address names another. */
  public String getPeriod() {
    Map<String, String> address =
        FacesContext.getCurrentInstance().getExternalContext().getRequestParameterMap();
    String wanted = address.getOrDefault("period", "day");
    return PERIODS.containsKey(wanted) ? wanted : "day";
  }

  /** Returns the report, made once a request. */
  public PoolReport getReport() throws SQLException {
    if (report == null) {
      Instant now = clock.instant();
      report = findings.report(now.minus(PERIODS.get(getPeriod())), now);
    }
    return report;
  }

  /** Returns the period in the address of the report's files. */
  public String getQuery() throws SQLException {
    return "from=" + getReport().from() + "&to=" + getReport().to();
  }

  /** Returns whether the use is told by hours; else by days. */
  public boolean isHourly() {
    return "day".equals(getPeriod());
  }

  /** Returns the use of each pool in each hour or day of the period, the newest first. */
  public List<PoolUse> getUse() throws SQLException {
    if (use == null) {
      PoolUse.Grain grain = isHourly() ? PoolUse.Grain.HOUR : PoolUse.Grain.DAY;
      use =
          history
              .use(grain, getReport().from(), getReport().to(), PageRequest.of(0, MOST_ROWS))
              .items();
    }
    return use;
  }

  /** Returns the charts, one per pool. */
  public List<Chart> getCharts() throws SQLException {
    Map<String, List<PoolReport.Point>> pools = new LinkedHashMap<>();
    for (PoolReport.Point point : getReport().series()) {
      String name = point.database() + " · " + point.user() + " · " + point.server();
      pools.computeIfAbsent(name, none -> new ArrayList<>()).add(point);
    }
    List<Chart> charts = new ArrayList<>();
    for (Map.Entry<String, List<PoolReport.Point>> pool : pools.entrySet()) {
      charts.add(chart(pool.getKey(), pool.getValue()));
    }
    return charts;
  }

  private Chart chart(String name, List<PoolReport.Point> points) {
    int size = points.get(points.size() - 1).size();
    double most =
        points.stream()
            .mapToDouble(point -> Math.max(size, Math.max(point.open(), point.waiting())))
            .max()
            .orElse(1);
    List<Bar> waiting =
        points.stream()
            .filter(point -> point.waiting() > 0)
            .map(point -> new Bar(x(point.at()), y(point.waiting(), most), HEIGHT))
            .toList();
    return new Chart(
        name,
        Math.round(most),
        size == 0 ? "" : y(size, most),
        line(points, most, true),
        line(points, most, false),
        waiting);
  }

  private String line(List<PoolReport.Point> points, double most, boolean open) {
    StringBuilder line = new StringBuilder();
    for (PoolReport.Point point : points) {
      line.append(line.isEmpty() ? "" : " ")
          .append(x(point.at()))
          .append(',')
          .append(y(open ? point.open() : point.busy(), most));
    }
    return line.toString();
  }

  private String x(Instant at) {
    double all = Math.max(1, Duration.between(report.from(), report.to()).toMillis());
    return tenth(Duration.between(report.from(), at).toMillis() / all * WIDTH);
  }

  private static String y(double value, double most) {
    return tenth(HEIGHT - value / Math.max(1, most) * (HEIGHT - 4));
  }

  private static String tenth(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Returns the figures that speak for an episode's cause, in the page's language. */
  public String evidence(PoolReport.Episode episode) {
    return wording.of("poolreport.evidence." + episode.cause(), episode.figures().toArray());
  }

  /**
   * Returns the way from md5 to SCRAM in the page's language; empty for a secret that needs none.
   */
  public String warning(PoolReport.Credential secret) {
    return secret.warning() == null
        ? ""
        : wording.of("poolreport.md5", PoolReport.Credential.scramCommand(secret.user()));
  }

  /** Returns a duration in milliseconds, or that it lies beyond what is told apart. */
  public String millis(Duration orNull) {
    return orNull == null
        ? "> 100 s"
        : String.format(Locale.ROOT, "%.1f ms", orNull.toNanos() / 1_000_000.0);
  }

  /** Returns a figure with one decimal. */
  public String figure(double value) {
    return tenth(value);
  }

  /**
   * A chart in units of its drawing.
   *
   * @param most what its upper edge stands for
   * @param limit height of the line of pool size and reserve; empty without a limit
   * @param open points of the curve of open servers
   * @param busy points of the curve of busy ones
   * @param waiting bars where clients waited
   */
  public record Chart(
      String name, long most, String limit, String open, String busy, List<Bar> waiting) {
    public Chart {
      waiting = List.copyOf(waiting);
    }
  }

  /** A bar from its top to the chart's foot. */
  public record Bar(String x, String y, int foot) {}
}
