package tn.ecar.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * {@code ./ecar bench batch}: jobs in the whole product, and what the staff feel of them. The
 * pool's samples are added up by the job and by one SQL statement, which come to the same rows. A
 * run of reminders over so many vehicles, none of which has a prediction yet, first alone and then
 * while staff open pages; the pages' latency beside that of a quiet garage, measured just before in
 * the same run.
 *
 * <p>As the limit stands one SQL statement that writes the same reminders from predictions that are
 * there already, with their entries in the audit log: what PostgreSQL alone would take, without the
 * prediction, which no SQL statement makes.
 */
public final class BatchBench {
  private static final String USAGE =
      "usage: ./ecar bench batch [--vehicles N] [--samples N] [--json FILE]";
  private static final Duration QUIET = Duration.ofSeconds(20);
  private static final String REMINDERS = "service-reminders";

  private static final String ONE_STATEMENT =
      """
      WITH due AS (
        SELECT v.plate, c.id AS customer, c.phone, p.name, p.due_on, 'service/' || p.vehicle_id
          || '/' || p.name || '/' || coalesce(p.due_km::text, p.due_on::text) AS message_key
        FROM service_prediction p JOIN vehicle v ON v.id = p.vehicle_id
          JOIN customer c ON c.id = v.customer_id
        WHERE v.active AND NOT c.archived
          AND p.due_on BETWEEN current_date - 14 AND current_date + 14),
      written AS (
        INSERT INTO message (id, version, message_key, kind, channel, customer_id, recipient, body,
          state, written_at, next_attempt_at, expires_at, state_since)
        SELECT nextval('message_id'), 1, message_key, 'SERVICE', 'SMS', customer, phone,
          name || ' à prévoir pour ' || plate || ' vers le ' || due_on, 'WAITING', now(), now(),
          now() + interval '30 days', now()
        FROM due ON CONFLICT (message_key) DO NOTHING RETURNING id, message_key)
      INSERT INTO audit_entry (id, happened_at, who, action, subject_kind, subject_id, state_after)
      SELECT nextval('audit_entry_id'), now(), 'bench', 'message.written', 'message', id,
        message_key FROM written
      """;

  private final Product product;
  private final PrintStream out;
  private final int vehicles;
  private final int samples;
  private final Map<String, Object> figures = new LinkedHashMap<>();

  private BatchBench(Product product, PrintStream out, int vehicles, int samples) {
    this.product = product;
    this.out = out;
    this.vehicles = vehicles;
    this.samples = samples;
  }

  /** Runs it. */
  public static void main(String[] words) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    int vehicles = 100_000;
    int samples = 1_000_000;
    Path json = null;
    for (int i = 0; i < words.length; i += 2) {
      if (i + 1 < words.length && words[i].equals("--vehicles") && words[i + 1].matches("\\d+")) {
        vehicles = Integer.parseInt(words[i + 1]);
      } else if (i + 1 < words.length
          && words[i].equals("--samples")
          && words[i + 1].matches("\\d+")) {
        samples = Integer.parseInt(words[i + 1]);
      } else if (i + 1 < words.length && words[i].equals("--json")) {
        json = Path.of(words[i + 1]);
      } else {
        out.println(USAGE);
        System.exit(2);
      }
    }
    Product product =
        Product.own(
            Product.freshDirectory(),
            Map.of(
                "ECAR_SCHEDULE_SERVICE_REMINDERS", "off",
                "ECAR_SCHEDULE_OUTBOX", "off",
                "ECAR_SCHEDULE_POOL_AUDIT", "off",
                "ECAR_SCHEDULE_POOL_ROLLUP", "off"),
            null);
    try {
      BatchBench bench = new BatchBench(product, out, vehicles, samples);
      bench.run();
      if (json != null) {
        Files.writeString(json, new ObjectMapper().writeValueAsString(bench.figures));
      }
    } finally {
      product.stop();
    }
    System.exit(0);
  }

  private void run() throws Exception {
    ManyVehicles town = new ManyVehicles(product);
    out.println("Writing " + vehicles + " vehicles ...");
    town.make(vehicles);
    JobClient jobs = new JobClient(GarageClient.manager(product));
    rollup(new ManySamples(town), jobs);

    double alone = reminders(jobs);
    long written = town.number("SELECT count(*) FROM message WHERE kind = 'SERVICE'");
    town.sql("DELETE FROM message WHERE kind = 'SERVICE'");
    double statement = statement(town);
    if (town.number("SELECT count(*) FROM message WHERE kind = 'SERVICE'") != written) {
      throw new IllegalStateException("The statement did not write what the job wrote.");
    }
    town.forgetReminders();
    town.sql("ANALYZE");

    try (StaffAtPages staff = new StaffAtPages(product)) {
      staff.measure(QUIET.dividedBy(2), () -> false);
      StaffAtPages.Latency quiet = staff.measure(QUIET, () -> false);
      long run = jobs.start(REMINDERS, Map.of());
      StaffAtPages.Latency busy =
          staff.measure(
              Duration.ofMinutes(2), () -> !"STARTING STARTED STOPPING".contains(state(jobs, run)));
      double beside = seconds(jobs.completed(REMINDERS, run));
      print(alone, written, statement, quiet, busy, beside);
    }
  }

  private void rollup(ManySamples many, JobClient jobs) throws Exception {
    out.println("Writing " + samples + " samples ...");
    many.make(samples);
    double statement = many.oneStatement();
    double job = seconds(jobs.completed("pool-rollup"));
    if (many.differences() != 0) {
      throw new IllegalStateException("The roll-up and the statement came to other sums.");
    }
    row("samples", "%.0f", (double) samples);
    row("roll-up as one SQL statement, s", "%.2f", statement);
    row("roll-up as a job, s", "%.2f", job);
    row("job / statement (limit 2)", "%.2f", job / statement);
  }

  private void print(
      double alone,
      long written,
      double statement,
      StaffAtPages.Latency quiet,
      StaffAtPages.Latency busy,
      double beside) {
    row("vehicles", "%.0f", (double) vehicles);
    row("reminders written", "%.0f", (double) written);
    row("reminder run alone, s (limit 60)", "%.1f", alone);
    row("the writing as one SQL statement, s", "%.2f", statement);
    row("reminder run while staff work, s", "%.1f", beside);
    row("pages, quiet: p50 ms", "%.1f", quiet.millis(0.50));
    row("pages, quiet: p99 ms", "%.1f", quiet.millis(0.99));
    row("pages, quiet: count", "%.0f", (double) quiet.count());
    row("pages beside the job: p50 ms", "%.1f", busy.millis(0.50));
    row("pages beside the job: p99 ms", "%.1f", busy.millis(0.99));
    row("pages beside the job: count", "%.0f", (double) busy.count());
    row("p99 beside / quiet (limit 1.5)", "%.2f", busy.millis(0.99) / quiet.millis(0.99));
  }

  private void row(String name, String format, double value) {
    figures.put(name, value);
    out.printf(Locale.ROOT, "| %-38s | %10s |%n", name, String.format(Locale.ROOT, format, value));
  }

  private static double reminders(JobClient jobs) throws Exception {
    return seconds(jobs.completed(REMINDERS, jobs.start(REMINDERS, Map.of())));
  }

  private static String state(JobClient jobs, long run) {
    try {
      return jobs.run(REMINDERS, run).get("state").asText();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static double seconds(JsonNode run) {
    return JobClient.took(run).toMillis() / 1000.0;
  }

  private double statement(ManyVehicles town) throws Exception {
    town.sql("VACUUM ANALYZE message");
    try (Connection connection = product.superuser();
        Statement statement = connection.createStatement()) {
      long begun = System.nanoTime();
      statement.executeUpdate(ONE_STATEMENT);
      return (System.nanoTime() - begun) / 1e9;
    }
  }
}
