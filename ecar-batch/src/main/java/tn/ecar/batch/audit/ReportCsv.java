package tn.ecar.batch.audit;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The report as comma-separated values (RFC 4180): a table per section, each with a header and an
 * empty line behind it. Times are UTC, durations milliseconds.
 */
public final class ReportCsv {
  private final StringBuilder text = new StringBuilder();

  private ReportCsv() {}

  /** Returns the text. */
  public static String of(PoolReport report) {
    ReportCsv csv = new ReportCsv();
    csv.use(report);
    csv.findings(report);
    csv.care(report);
    return csv.text.toString();
  }

  private void use(PoolReport report) {
    table(
        "pool",
        "server,database,user,samples,pool_size,reserve,open_most,open_average,busy_most,"
            + "busy_average,clients_most,waiting_most,samples_with_waiting,longest_wait_ms",
        report.pools().stream()
            .map(
                p ->
                    List.<Object>of(
                        p.server(),
                        p.database(),
                        p.user(),
                        p.samples(),
                        p.poolSize(),
                        p.reservePoolSize(),
                        p.serversOpenMost(),
                        round(p.serversOpenAverage()),
                        p.serversBusyMost(),
                        round(p.serversBusyAverage()),
                        p.clientsMost(),
                        p.waitingMost(),
                        p.samplesWithWaiting(),
                        millis(p.longestWait()))));
    table(
        "timing",
        "server,database,user,timing,count,p50_ms,p95_ms,p99_ms",
        report.timings().stream()
            .map(
                t ->
                    List.<Object>of(
                        t.server(),
                        t.database(),
                        t.user(),
                        t.timing(),
                        t.count(),
                        millis(t.p50()),
                        millis(t.p95()),
                        millis(t.p99()))));
  }

  private void findings(PoolReport report) {
    table(
        "episode",
        "server,database,user,since,until,waiting_most,longest_wait_ms,cause,evidence",
        report.episodes().stream()
            .map(
                e ->
                    List.<Object>of(
                        e.server(),
                        e.database(),
                        e.user(),
                        e.since(),
                        e.until(),
                        e.waitingMost(),
                        millis(e.longestWait()),
                        e.cause(),
                        e.evidence())));
    table(
        "crowd",
        "server,samples,clients_most,max_client_conn,last",
        report.crowds().stream()
            .map(c -> List.<Object>of(c.server(), c.samples(), c.most(), c.limit(), c.last())));
    table(
        "leak",
        "server,kind,database,user,place,count,longest_ms,last_seen",
        report.leaks().stream()
            .map(
                l ->
                    List.<Object>of(
                        l.server(),
                        l.kind(),
                        l.database(),
                        l.user(),
                        l.place(),
                        l.count(),
                        millis(l.longest()),
                        l.lastSeen())));
    events("closed", report.closed());
    events("refused", report.refused());
  }

  private void events(String section, List<PoolReport.Event> events) {
    table(
        section,
        "server,database,user,reason,count",
        events.stream()
            .map(e -> List.<Object>of(e.server(), e.database(), e.user(), e.reason(), e.count())));
  }

  private void care(PoolReport report) {
    table(
        "change",
        "server,at,who,command",
        report.changes().stream()
            .map(c -> List.<Object>of(c.server(), c.at(), c.who(), c.command())));
    table(
        "credential",
        "user,age_days,rotated,form,overdue,warning",
        report.credentials().stream()
            .map(
                c ->
                    List.<Object>of(
                        c.user(),
                        c.ageDays(),
                        c.rotated(),
                        text(c.form()),
                        c.overdue(),
                        text(c.warning()))));
    table(
        "advice",
        "database,user,setting,now,measured,formula,because",
        report.advice().stream()
            .map(
                a ->
                    List.<Object>of(
                        text(a.database()),
                        text(a.user()),
                        a.setting(),
                        a.now(),
                        a.measured(),
                        text(a.formula()),
                        text(a.because()))));
    table(
        "alert",
        "rule,server,subject,value,threshold,unit,opened_at,closed_at",
        report.alerts().stream()
            .map(
                a ->
                    List.<Object>of(
                        a.rule(),
                        a.server(),
                        a.subject(),
                        round(a.value()),
                        round(a.threshold()),
                        a.unit(),
                        a.openedAt(),
                        text(a.closedAt()))));
  }

  private void table(String section, String header, Stream<List<Object>> rows) {
    text.append("section,").append(header).append("\r\n");
    rows.forEach(
        row ->
            text.append(section)
                .append(',')
                .append(row.stream().map(ReportCsv::cell).collect(Collectors.joining(",")))
                .append("\r\n"));
    text.append("\r\n");
  }

  // A spreadsheet takes what begins like a formula for one: names come from clients.
  private static String cell(Object value) {
    String written = value.toString();
    boolean formula = value instanceof String && written.matches("[=+@\\-\\t\\r].*");
    String safe = formula ? "'" + written : written;
    return safe.matches("(?s).*[\",\\r\\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  private static Object text(Object orNull) {
    return orNull == null ? "" : orNull;
  }

  private static String round(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String millis(Duration orNull) {
    return orNull == null ? "" : String.format(Locale.ROOT, "%.3f", orNull.toNanos() / 1_000_000.0);
  }
}
