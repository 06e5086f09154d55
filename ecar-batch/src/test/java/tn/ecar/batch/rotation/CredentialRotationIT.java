package tn.ecar.batch.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.batch.Job;
import tn.ecar.batch.RunningJob;
import tn.ecar.batch.RunningJobs;
import tn.ecar.batch.SharedPostgres;
import tn.ecar.garage.audit.AuditLog;

/** What a run makes of the pool's answers; its journal stands in a real PostgreSQL. */
class CredentialRotationIT {
  private static final DataSource GARAGE =
      SharedPostgres.migrated(
          "credential_rotation_it", "V002__pool_sample", "V012__jobs", "V013__pool_audit");
  private static final String WHY =
      "the old secret of ecar_user is still wanted: reads at 10.0.0.2:5432 has not replayed";

  private final RotationJournal journal = new RotationJournal(() -> GARAGE);

  /** A pool with one rotation, which refuses to go on with it. */
  private static class Waiting extends RotationConsole {
    private final Rotation rotation;

    Waiting(String step, Instant forgetAt) {
      super(() -> GARAGE);
      rotation =
          new Rotation(
              "ecar_user", step, "scram-sha-256", forgetAt.minus(Duration.ofDays(1)), forgetAt, "");
    }

    @Override
    List<String> pooledUsers() {
      return List.of("ecar_user");
    }

    @Override
    List<Rotation> rotations() {
      return List.of(rotation);
    }

    @Override
    void rotate(String user) throws SQLException {
      throw new SQLException(WHY);
    }

    @Override
    void end(String user) throws SQLException {
      throw new SQLException(WHY);
    }
  }

  private static final class Unread extends AuditLog {
    Unread() {
      super(null, null, null);
    }

    @Override
    public void recordAs(
        String who, String action, String kind, Long id, String before, String after) {
      // Nobody reads it here.
    }
  }

  @BeforeEach
  void empty() throws SQLException {
    try (Connection connection = GARAGE.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE credential, credential_rotation, pool_sample, job_run CASCADE");
    }
  }

  /** The run was content: "the old secret lets in until", and a day of last week. */
  @Test
  void aWindowThatCannotEndWasToldByNobody() throws SQLException {
    assertThat(said(new Waiting("PROVED", Instant.now().minus(Duration.ofDays(7))), true))
        .contains("The old secret of ecar_user still lets in: " + WHY);
    assertThat(detail()).isEqualTo(WHY);
  }

  @Test
  void aWindowThatIsOpenIsLeftOpen() {
    assertThat(said(new Waiting("PROVED", Instant.now().plus(Duration.ofHours(1))), false))
        .contains("The old secret of ecar_user lets in until");
  }

  /** The last look at the pool in the same run took it away again. */
  @Test
  void theReasonForWhichARotationWaitsWasNotKept() throws SQLException {
    assertThat(said(new Waiting("POOL_KNOWS_BOTH", Instant.now()), true)).contains(WHY);
    assertThat(detail()).isEqualTo(WHY);
    journal.reached(new Waiting("PROVED", Instant.now()).rotation);
    assertThat(detail()).as("it has gone on").isNull();
  }

  /** ROTATE_END came a moment after the pool's own look, and had nothing to end. */
  @Test
  void aWindowThatThePoolEndedMeanwhileFailedTheRun() {
    AtomicBoolean ended = new AtomicBoolean();
    RotationConsole quicker =
        new Waiting("PROVED", Instant.now().minus(Duration.ofDays(7))) {
          @Override
          List<Rotation> rotations() {
            return ended.get() ? List.of() : super.rotations();
          }

          @Override
          void end(String user) throws SQLException {
            ended.set(true);
            throw new SQLException("no rotation of ecar_user is in its window");
          }
        };
    assertThat(said(quicker, false))
        .contains("The old secret of ecar_user is refused now")
        .doesNotContain("still lets in");
  }

  @Test
  void aRunForOneUserTookAwayWhyTheRotationOfAnotherWaits() throws SQLException {
    Waiting console =
        new Waiting("PROVED", Instant.now().minus(Duration.ofDays(7))) {
          @Override
          void check(String user) {
            // Nothing is in the way of the other's.
          }
        };
    said(console, true);
    assertThat(detail()).isEqualTo(WHY);
    assertThat(said(console, false, Map.of("user", "apprentice", "dry_run", "yes")))
        .contains("The secret of apprentice would be changed");
    assertThat(detail()).isEqualTo(WHY);
  }

  private String said(RotationConsole console, boolean fails) {
    return said(console, fails, Map.of());
  }

  private String said(RotationConsole console, boolean fails, Map<String, String> parameters) {
    RunningJob job = RunningJobs.begin(GARAGE, Job.CREDENTIAL_ROTATION, parameters);
    CredentialRotation rotation =
        new CredentialRotation(job, console, journal, new Unread(), Map.of());
    try {
      if (fails) {
        assertThatThrownBy(rotation::process).isInstanceOf(IllegalStateException.class);
      } else {
        rotation.process();
      }
    } catch (SQLException refused) {
      throw new IllegalStateException(refused);
    } finally {
      RunningJobs.end(GARAGE, job);
    }
    return RunningJobs.said(job);
  }

  private static String detail() throws SQLException {
    try (Connection connection = GARAGE.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT detail FROM credential_rotation")) {
      row.next();
      return row.getString(1);
    }
  }
}
