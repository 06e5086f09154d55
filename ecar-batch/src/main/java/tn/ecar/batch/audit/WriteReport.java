package tn.ecar.batch.audit;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import tn.ecar.batch.JobResult;
import tn.ecar.batch.RunningJob;
import tn.ecar.garage.RuleViolation;

/** Makes the audit report of the days before and keeps it with the run, as JSON and as CSV. */
@Named("writePoolReport")
@Dependent
public class WriteReport extends AbstractBatchlet {
  private static final int MOST_DAYS = 90;

  private final PoolFindings findings;
  private final RunningJob job;
  private final Clock clock;

  @Inject
  WriteReport(PoolFindings findings, RunningJob job, Clock clock) {
    this.findings = findings;
    this.job = job;
    this.clock = clock;
  }

  // Jsonb's close declares every exception, and throws none of them here.
  @SuppressWarnings("try")
  @Override
  public String process() throws Exception {
    Instant to = clock.instant();
    PoolReport report = findings.report(to.minus(Duration.ofDays(days())), to);
    try (Jsonb jsonb = JsonbBuilder.create()) {
      keep("report.json", "application/json", jsonb.toJson(report));
    }
    keep("report.csv", "text/csv", ReportCsv.of(report));
    for (PoolReport.Episode episode : report.episodes()) {
      job.warn(
          episode.database()
              + ", "
              + episode.since()
              + ": "
              + episode.waitingMost()
              + " clients waited, "
              + episode.cause()
              + ". "
              + episode.evidence());
    }
    job.say(
        report.pools().size()
            + " pools, "
            + report.episodes().size()
            + " stretches with waiting clients, "
            + report.leaks().size()
            + " leaks.");
    return report.pools().size() + " pools";
  }

  private int days() {
    String text = job.parameter("days");
    if (text.isEmpty()) {
      return 1;
    }
    if (!text.matches("\\d{1,2}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MOST_DAYS) {
      throw new RuleViolation("days", text, "It is a number of days from 1 to " + MOST_DAYS + ".");
    }
    return Integer.parseInt(text);
  }

  private void keep(String name, String mediaType, String content) {
    job.result(new JobResult(name, mediaType, content.getBytes(StandardCharsets.UTF_8)));
  }
}
