package tn.ecar.batch.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.batch.Job;
import tn.ecar.batch.RunningJob;
import tn.ecar.batch.RunningJobs;
import tn.ecar.batch.SharedPostgres;
import tn.ecar.garage.RuleViolation;

/** The journal of rotations in a real PostgreSQL, and the order that a run is given. */
class RotationJournalIT {
  private static final DataSource GARAGE =
      SharedPostgres.migrated("rotation_it", "V002__pool_sample", "V012__jobs", "V013__pool_audit");
  private static final Instant BEGUN = Instant.parse("2026-03-02T08:00:00Z");

  private final RotationJournal journal = new RotationJournal(() -> GARAGE);

  @BeforeEach
  void empty() throws SQLException {
    execute("TRUNCATE credential, credential_rotation, pool_sample, job_run CASCADE");
  }

  @Test
  void theAgeCountsFromTheFirstSightUntilARotationIsProved() throws SQLException {
    journal.see("ecar_user");
    execute("UPDATE credential SET first_seen_at = now() - interval '100 days'");
    journal.see("ecar_user");
    assertThat(journal.age("ecar_user").toDays()).isEqualTo(100);

    journal.begin("ecar_user", "here", 1, "lina");
    journal.reached(rotation("ROLE_CHANGED", Instant.now()));
    assertThat(journal.age("ecar_user").toDays()).isEqualTo(100);

    journal.reached(rotation("PROVED", Instant.now()));
    assertThat(journal.age("ecar_user")).isLessThan(Duration.ofMinutes(1));
    assertThat(journal.form("ecar_user")).contains("scram-sha-256");
  }

  @Test
  void aRotationIsOpenOnceHoweverOftenItIsBegun() {
    journal.begin("ecar_user", "here", 1, "lina");
    journal.begin("ecar_user", "here", 2, "schedule");

    assertThat(journal.open()).containsExactly(new RotationJournal.Open("ecar_user", "BEGUN"));
    journal.ended("ecar_user", false);
    assertThat(journal.open()).isEmpty();
    journal.begin("ecar_user", "here", 3, "lina");
    assertThat(journal.open()).hasSize(1);
  }

  @Test
  void anotherServersPoolOfTheSameUserIsSeen() throws SQLException {
    execute(
        """
        SELECT pool_audit_days(current_date - 1, current_date + 1);
        INSERT INTO pool_sample
        SELECT now() - interval '1 minute', server, 'ecar_db', 'ecar_user', 'transaction',
          0, 0, 0, 0, 0, 0, 0, 0, 20, 10, 50
        FROM unnest(array['here', 'there']) AS server
        """);

    assertThat(journal.otherServers("ecar_user", "here")).containsExactly("there");
    assertThat(journal.otherServers("report", "here")).isEmpty();
  }

  @Test
  void whoNamesAUserWantsItChangedHoweverYoung() {
    assertThat(order(Map.of()))
        .isEqualTo(
            new RotationOrder(java.util.Optional.empty(), false, Duration.ofDays(90), false));
    assertThat(order(Map.of("user", "app", "dry_run", "yes")))
        .isEqualTo(new RotationOrder(java.util.Optional.of("app"), true, Duration.ZERO, false));
    assertThatThrownBy(() -> order(Map.of("older_than_days", "soon")))
        .isInstanceOf(RuleViolation.class);
    assertThatThrownBy(() -> order(Map.of("dry_run", "perhaps"))).isInstanceOf(RuleViolation.class);
  }

  private static RotationOrder order(Map<String, String> parameters) {
    RunningJob job = RunningJobs.begin(GARAGE, Job.CREDENTIAL_ROTATION, parameters);
    try {
      return RotationOrder.of(job);
    } finally {
      RunningJobs.end(GARAGE, job);
    }
  }

  private static Rotation rotation(String step, Instant begun) {
    return new Rotation(
        "ecar_user", step, "scram-sha-256", begun, BEGUN.plus(Duration.ofDays(1)), "pgpass");
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = GARAGE.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
