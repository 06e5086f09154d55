package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A job of many chunks is hit in the middle of one: its database is restarted, its server is killed
 * by SIGKILL. Afterwards every vehicle was looked at once and every reminder written once, which
 * three independent accounts say: the messages, the audit log, and the shares' own marks.
 */
class KilledJobST {
  private static final int VEHICLES = 20_000;
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String JOB = "service-reminders";

  /** A tenth of the pool is two connections: the job is slow enough to be hit. */
  private static final Map<String, String> SLOW =
      Map.of("ECAR_JOBS_POOL_SHARE", "10", "ECAR_SCHEDULE_SERVICE_REMINDERS", "off");

  @Test
  void nothingIsLostAndNothingDoneTwice() throws Exception {
    Path data = Product.freshDirectory();
    Product first = Product.own(data, SLOW, null);
    long killed;
    try {
      ManyVehicles vehicles = new ManyVehicles(first);
      vehicles.make(VEHICLES);
      databaseRestarted(first, vehicles);
      vehicles.forgetReminders();

      killed = startedAndUnderWay(first, vehicles);
      ProcessHandle.of(first.serverPid()).orElseThrow().destroyForcibly();
    } finally {
      first.stop();
    }

    Product second = Product.own(data, SLOW, first.managerPassword());
    try {
      ManyVehicles vehicles = new ManyVehicles(second);
      long next =
          Await.until(
              SOON,
              () -> {
                long run = newest(vehicles);
                return run > killed ? run : null;
              });
      JobClient jobs = new JobClient(GarageClient.manager(second));
      JsonNode done = jobs.completed(JOB, next);
      assertThat(done.get("restartOf").asLong()).isEqualTo(killed);
      assertOnce(vehicles, killed);
    } finally {
      second.stop();
    }
  }

  private static void databaseRestarted(Product product, ManyVehicles vehicles) throws Exception {
    GarageClient manager = GarageClient.manager(product);
    long run = startedAndUnderWay(product, vehicles);
    product.stopDatabase();
    product.startDatabase();
    Await.until(SOON, () -> manager.get("jobs").status() == 200 ? true : null);
    JobClient jobs = new JobClient(manager);
    JsonNode ended = jobs.ended(JOB, newest(vehicles));
    for (int again = 0; again < 3 && !"COMPLETED".equals(ended.get("state").asText()); again++) {
      // A commit whose answer was lost cannot be done again by itself: the run is taken up again,
      // by the garage when it did not see the run's end, else by hand.
      long last = ended.get("id").asLong();
      ended = jobs.ended(JOB, newest(vehicles) > last ? newest(vehicles) : jobs.restart(JOB, last));
    }
    assertThat(ended.get("state").asText()).as("%s", ended).isEqualTo("COMPLETED");
    assertOnce(vehicles, run);
  }

  private static long newest(ManyVehicles vehicles) throws Exception {
    return vehicles.number("SELECT max(id) FROM job_run WHERE job = '" + JOB + "'");
  }

  private static long startedAndUnderWay(Product product, ManyVehicles vehicles) throws Exception {
    JobClient jobs = new JobClient(GarageClient.manager(product));
    long run = jobs.start(JOB, Map.of());
    Await.until(
        SOON,
        () ->
            vehicles.number("SELECT coalesce(sum(items), 0) FROM job_share WHERE run_id = " + run)
                    > VEHICLES / 10
                ? true
                : null);
    GarageClient.Answer twice = GarageClient.manager(product).post("jobs/" + JOB, Map.of());
    assertThat(twice.status()).as("a job is started twice").isEqualTo(409);
    return run;
  }

  private static void assertOnce(ManyVehicles vehicles, long run) throws Exception {
    long messages = vehicles.number("SELECT count(*) FROM message WHERE kind = 'SERVICE'");
    assertThat(messages).isGreaterThan(VEHICLES / 50);
    assertThat(
            vehicles.number(
                "SELECT count(*) FROM service_prediction WHERE due_on BETWEEN current_date - 14"
                    + " AND current_date + 14"))
        .as("every service that is due is told")
        .isEqualTo(messages);
    assertThat(
            vehicles.number(
                "SELECT count(DISTINCT e.subject_id) FROM audit_entry e JOIN message m ON m.id ="
                    + " e.subject_id WHERE e.action = 'message.written' AND m.kind = 'SERVICE'"))
        .isEqualTo(messages);
    assertThat(
            vehicles.number(
                "SELECT count(*) FROM audit_entry e JOIN message m ON m.id = e.subject_id WHERE"
                    + " e.action = 'message.written' AND m.kind = 'SERVICE'"))
        .as("and told once")
        .isEqualTo(messages);
    assertThat(vehicles.number("SELECT sum(written) FROM job_share WHERE run_id = " + run))
        .isEqualTo(messages);
    assertThat(vehicles.number("SELECT sum(items) FROM job_share WHERE run_id = " + run))
        .isEqualTo(vehicles.number("SELECT count(*) FROM vehicle WHERE active"));
  }
}
