package tn.ecar.web.document;

import com.samskivert.mustache.Template;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import tn.ecar.batch.audit.PoolReport;
import tn.ecar.garage.GarageClock;

/**
 * Prints the audit report of the pool: the page {@code pool-report.xhtml} filled, with a bar chart
 * for each pool. In French, as the garage's other papers.
 */
@ApplicationScoped
public class PoolReportPdf {
  private static final int CHART_WIDTH = 680;
  private static final int CHART_HEIGHT = 80;
  private static final ResourceBundle WORDS =
      ResourceBundle.getBundle("tn.ecar.web.pages.texts", Locale.FRENCH);
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm", Locale.FRANCE).withZone(GarageClock.ZONE);

  private final Template page = Templates.named("pool-report");

  /** Returns the document's bytes. */
  public byte[] render(PoolReport report) {
    return Pdf.of("The report of the pool", html(report));
  }

  String html(PoolReport report) {
    Map<String, String> values = new HashMap<>();
    values.put("from", MOMENT.format(report.from()));
    values.put("to", MOMENT.format(report.to()));
    Map<String, List<Map<String, String>>> lists = new HashMap<>();
    charts(report, lists);
    lists.put("pools", report.pools().stream().map(PoolReportPdf::pool).toList());
    lists.put("timings", report.timings().stream().map(PoolReportPdf::timing).toList());
    lists.put("episodes", report.episodes().stream().map(PoolReportPdf::episode).toList());
    lists.put("calm", one(report.episodes().isEmpty()));
    lists.put("crowdless", one(report.crowds().isEmpty()));
    lists.put("crowds", report.crowds().stream().map(PoolReportPdf::crowd).toList());
    lists.put("leaks", report.leaks().stream().map(PoolReportPdf::leak).toList());
    lists.put("leakless", one(report.leaks().isEmpty()));
    lists.put("closedless", one(report.closed().isEmpty()));
    lists.put("closed", report.closed().stream().map(PoolReportPdf::event).toList());
    lists.put("refusedless", one(report.refused().isEmpty()));
    lists.put("refused", report.refused().stream().map(PoolReportPdf::event).toList());
    lists.put("changeless", one(report.changes().isEmpty()));
    lists.put("changes", report.changes().stream().map(PoolReportPdf::change).toList());
    lists.put("secretless", one(report.credentials().isEmpty()));
    lists.put("credentials", report.credentials().stream().map(PoolReportPdf::credential).toList());
    lists.put("advice", report.advice().stream().map(PoolReportPdf::advice).toList());
    lists.put("alertless", one(report.alerts().isEmpty()));
    lists.put("alerts", report.alerts().stream().map(PoolReportPdf::alert).toList());
    Map<String, Object> all = new HashMap<>(values);
    all.putAll(lists);
    return page.execute(all);
  }

  private static List<Map<String, String>> one(boolean shown) {
    return shown ? List.of(Map.of()) : List.of();
  }

  /** A chart is a title and bars; both are lists of the template, one chart after the other. */
  private static void charts(PoolReport report, Map<String, List<Map<String, String>>> lists) {
    Map<String, List<PoolReport.Point>> pools = new LinkedHashMap<>();
    for (PoolReport.Point point : report.series()) {
      String name = point.database() + " · " + point.user() + " · " + point.server();
      pools.computeIfAbsent(name, none -> new ArrayList<>()).add(point);
    }
    List<Map<String, String>> charts = new ArrayList<>();
    List<Map<String, String>> bars = new ArrayList<>();
    int top = 0;
    for (Map.Entry<String, List<PoolReport.Point>> pool : pools.entrySet()) {
      double most =
          pool.getValue().stream()
              .mapToDouble(point -> Math.max(point.size(), Math.max(point.open(), point.waiting())))
              .max()
              .orElse(1);
      charts.add(
          Map.of(
              "name", pool.getKey(),
              "most", whole(most),
              "top", Integer.toString(top),
              "lineTop", Integer.toString(top + 16)));
      for (PoolReport.Point point : pool.getValue()) {
        bars.add(bar(point, report, Math.max(1, most), top + 16, "open", point.open()));
        bars.add(bar(point, report, Math.max(1, most), top + 16, "busy", point.busy()));
        bars.add(bar(point, report, Math.max(1, most), top + 16, "waiting", point.waiting()));
      }
      top += CHART_HEIGHT + 36;
    }
    lists.put("frame", List.of(Map.of("height", Integer.toString(top))));
    lists.put("charts", charts);
    lists.put("bars", bars);
  }

  private static Map<String, String> bar(
      PoolReport.Point point, PoolReport report, double most, int top, String kind, double value) {
    double all = Math.max(1, Duration.between(report.from(), report.to()).toMillis());
    double at = Duration.between(report.from(), point.at()).toMillis() / all;
    int height = (int) Math.round(value / most * CHART_HEIGHT);
    return Map.of(
        "kind", kind,
        "left", Integer.toString((int) Math.max(0, Math.round(at * CHART_WIDTH))),
        "top", Integer.toString(top + CHART_HEIGHT - height),
        "height", Integer.toString(height));
  }

  private static Map<String, String> pool(tn.ecar.batch.audit.PoolAudit.PoolPeriod p) {
    return Map.of(
        "pool",
        p.database() + " · " + p.user(),
        "server",
        p.server(),
        "size",
        p.poolSize() == 0 ? "–" : p.poolSize() + " + " + p.reservePoolSize(),
        "open",
        p.serversOpenMost() + " / " + tenth(p.serversOpenAverage()),
        "busy",
        p.serversBusyMost() + " / " + tenth(p.serversBusyAverage()),
        "use",
        p.useOfLimit() == null ? "–" : whole(p.useOfLimit() * 100) + " %",
        "clients",
        Integer.toString(p.clientsMost()),
        "waiting",
        p.waitingMost() + " (" + p.samplesWithWaiting() + "/" + p.samples() + ")",
        "longest",
        millis(p.longestWait()));
  }

  private static Map<String, String> timing(PoolReport.Timing t) {
    return Map.of(
        "pool", t.database() + " · " + t.user(),
        "timing", word("poolreport.timing." + t.timing()),
        "count", Long.toString(t.count()),
        "p50", millis(t.p50()),
        "p95", millis(t.p95()),
        "p99", millis(t.p99()));
  }

  private static Map<String, String> episode(PoolReport.Episode e) {
    return Map.of(
        "pool", e.database() + " · " + e.user(),
        "since", moment(e.since()),
        "until", moment(e.until()),
        "waiting", Integer.toString(e.waitingMost()),
        "longest", millis(e.longestWait()),
        "cause", word("poolreport.cause." + e.cause()),
        "evidence",
            new MessageFormat(word("poolreport.evidence." + e.cause()), Locale.FRENCH)
                .format(e.figures().toArray()));
  }

  private static Map<String, String> crowd(PoolReport.Crowd c) {
    return Map.of(
        "server", c.server(),
        "most", Integer.toString(c.most()),
        "limit", Integer.toString(c.limit()),
        "samples", Long.toString(c.samples()),
        "last", moment(c.last()));
  }

  private static Map<String, String> leak(PoolReport.Leak l) {
    return Map.of(
        "place", l.place(),
        "pool", l.database() + " · " + l.user(),
        "kind", word("poolreport.leak." + l.kind()),
        "count", Long.toString(l.count()),
        "longest", l.longest().toSeconds() + " s",
        "last", moment(l.lastSeen()));
  }

  private static Map<String, String> event(PoolReport.Event e) {
    return Map.of(
        "pool", e.database() + " · " + e.user(),
        "reason", e.reason(),
        "count", Long.toString(e.count()));
  }

  private static Map<String, String> change(PoolReport.Change c) {
    return Map.of("at", moment(c.at()), "who", c.who(), "command", c.command());
  }

  private static Map<String, String> credential(PoolReport.Credential c) {
    return Map.of(
        "user",
        c.user(),
        "age",
        (c.rotated() ? "" : "≥ ") + c.ageDays(),
        "form",
        c.form() == null ? "–" : c.form(),
        "overdue",
        c.overdue() ? word("poolreport.overdue") : "",
        "warning",
        c.warning() == null
            ? ""
            : new MessageFormat(word("poolreport.md5"), Locale.FRENCH)
                .format(new Object[] {PoolReport.Credential.scramCommand(c.user())}));
  }

  private static Map<String, String> advice(PoolReport.Advice a) {
    return Map.of(
        "pool", a.database() == null ? "–" : a.database() + " · " + a.user(),
        "setting", a.setting(),
        "now", a.now() == 0 ? "–" : Integer.toString(a.now()),
        "measured", Integer.toString(a.measured()),
        "formula", a.formula() == null ? "–" : a.formula().toString(),
        "because", a.because() == null ? "" : a.because());
  }

  private static Map<String, String> alert(PoolReport.Alert a) {
    return Map.of(
        "rule",
        word("poolreport.rule." + a.rule()),
        "subject",
        a.subject().isEmpty() ? a.server() : a.subject(),
        "value",
        tenth(a.value()) + " / " + tenth(a.threshold()) + " " + a.unit(),
        "opened",
        moment(a.openedAt()),
        "closed",
        a.closedAt() == null ? "–" : moment(a.closedAt()));
  }

  private static String word(String key) {
    return WORDS.containsKey(key) ? WORDS.getString(key) : key.substring(key.lastIndexOf('.') + 1);
  }

  private static String moment(Instant at) {
    return MOMENT.format(at);
  }

  private static String whole(double value) {
    return Long.toString(Math.round(value));
  }

  private static String tenth(double value) {
    return String.format(Locale.FRANCE, "%.1f", value);
  }

  private static String millis(Duration orNull) {
    return orNull == null
        ? "> 100 s"
        : String.format(Locale.FRANCE, "%.1f ms", orNull.toNanos() / 1_000_000.0);
  }
}
