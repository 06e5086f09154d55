package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Starts jobs by REST and waits for their ends. */
final class JobClient {
  private static final Duration LONGEST = Duration.ofSeconds(150);
  private static final Set<String> AT_WORK = Set.of("STARTING", "STARTED", "STOPPING");

  private final GarageClient client;

  JobClient(GarageClient client) {
    this.client = client;
  }

  /** Starts a job; one that the clock has begun just now is waited for first. */
  long start(String job, Map<String, ?> body) throws Exception {
    return Await.until(
        LONGEST,
        () -> {
          GarageClient.Answer answer = client.post("jobs/" + job, body);
          return answer.status() == 409 ? null : answer.expecting(202).get("id").asLong();
        });
  }

  /** Starts a job and returns its run once it has ended well. */
  JsonNode completed(String job) throws Exception {
    return completed(job, start(job, Map.of()));
  }

  /** Returns a run once it has ended well. */
  JsonNode completed(String job, long run) throws Exception {
    JsonNode ended = ended(job, run);
    assertThat(ended.get("state").asText())
        .as("%s%n%s", ended, log(job, run))
        .isEqualTo("COMPLETED");
    return ended;
  }

  /** Returns a run once it is at work no more. */
  JsonNode ended(String job, long run) throws Exception {
    return Await.until(
        LONGEST,
        () -> {
          JsonNode now = run(job, run);
          return AT_WORK.contains(now.get("state").asText()) ? null : now;
        });
  }

  /** How long a run took that has ended. */
  static Duration took(JsonNode ended) {
    return Duration.between(
        Instant.parse(ended.required("started").asText()),
        Instant.parse(ended.required("ended").asText()));
  }

  /** Takes up a run again; returns the new one. */
  long restart(String job, long run) throws Exception {
    return client
        .post("jobs/" + job + "/" + run + "/restart", Map.of())
        .expecting(202)
        .get("id")
        .asLong();
  }

  JsonNode run(String job, long run) throws Exception {
    return client.get("jobs/" + job + "/" + run).expecting(200);
  }

  String log(String job, long run) throws Exception {
    return client.get("jobs/" + job + "/" + run + "/log").body().toString();
  }
}
