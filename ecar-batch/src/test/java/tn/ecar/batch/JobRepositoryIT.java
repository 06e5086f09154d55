package tn.ecar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tidies a job repository in a real PostgreSQL, in tables as the batch runtime makes them; that it
 * makes them so is held by the system test of the audit.
 */
class JobRepositoryIT {
  private static final Instant LIMIT = Instant.parse("2026-03-02T08:00:00Z");
  private static final Instant OLD = LIMIT.minus(Duration.ofSeconds(1));
  private static final Instant YOUNG = LIMIT.plus(Duration.ofSeconds(1));
  private static final DataSource DATABASE = SharedPostgres.database();

  private final JobRepository repository = new JobRepository(() -> Optional.of(DATABASE));

  @BeforeAll
  static void makeTables() throws SQLException {
    execute(
        """
        CREATE TABLE jbatchjobinstancedata (
          jobinstanceid serial PRIMARY KEY, name varchar(512), apptag varchar(512));
        CREATE TABLE jbatchexecutioninstancedata (
          jobexecid serial PRIMARY KEY,
          jobinstanceid bigint NOT NULL REFERENCES jbatchjobinstancedata,
          createtime timestamp, starttime timestamp, endtime timestamp, updatetime timestamp,
          parameters bytea, batchstatus varchar(512), exitstatus varchar(512));
        CREATE TABLE jbatchstepexecutioninstancedata (
          stepexecid serial PRIMARY KEY,
          jobexecid bigint NOT NULL REFERENCES jbatchexecutioninstancedata,
          stepname varchar(512));
        CREATE TABLE jbatchjobstatus (
          id bigint NOT NULL REFERENCES jbatchjobinstancedata, obj bytea);
        CREATE TABLE jbatchstepstatus (
          id bigint NOT NULL REFERENCES jbatchstepexecutioninstancedata, obj bytea);
        CREATE TABLE jbatchcheckpointdata (id varchar(512), obj bytea);
        """);
  }

  @BeforeEach
  void empty() throws SQLException {
    execute("TRUNCATE jbatchjobinstancedata, jbatchcheckpointdata CASCADE");
  }

  @Test
  void anOldRunGoesWithAllThatHangsOnIt() throws SQLException {
    int old = run("COMPLETED", OLD);
    int young = run("COMPLETED", YOUNG);

    assertThat(repository.forgetBefore(LIMIT)).isEqualTo(1);

    assertThat(instances()).containsExactly(young).doesNotContain(old);
    for (String table :
        List.of("executioninstancedata", "stepexecutioninstancedata", "jobstatus", "stepstatus")) {
      assertThat(count("jbatch" + table)).as(table).isEqualTo(1);
    }
    assertThat(strings("SELECT id FROM jbatchcheckpointdata"))
        .containsExactlyInAnyOrder(young + ",sample,READER", young + ",sample,WRITER");
  }

  @Test
  void aRunWhoseServerWasKilledIsForgottenToo() throws SQLException {
    run("STARTED", OLD);

    assertThat(repository.forgetBefore(LIMIT)).isEqualTo(1);

    assertThat(instances()).isEmpty();
  }

  @Test
  void aRunThatWasTakenUpAgainLivesAsLongAsItsLastExecution() throws SQLException {
    int instance = run("FAILED", OLD);
    execution(instance, "COMPLETED", YOUNG);

    assertThat(repository.forgetBefore(LIMIT)).isZero();

    assertThat(count("jbatchexecutioninstancedata")).isEqualTo(2);
  }

  @Test
  void aRunThatIsJustBeingMadeStays() throws SQLException {
    int instance = instance();

    assertThat(repository.forgetBefore(LIMIT)).isZero();

    assertThat(instances()).containsExactly(instance);
  }

  @Test
  void whatAnotherServerIsTidyingIsLeftToIt() throws SQLException {
    int theirs = run("COMPLETED", OLD);
    run("COMPLETED", OLD);
    try (Connection other = DATABASE.getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(
          "SELECT 1 FROM jbatchjobinstancedata WHERE jobinstanceid = " + theirs + " FOR UPDATE");

      assertThat(repository.forgetBefore(LIMIT)).isEqualTo(1);

      assertThat(instances()).containsExactly(theirs);
    }
  }

  @Test
  void aBacklogGoesInPieces() throws SQLException {
    execute(
        """
        WITH instance AS (
          INSERT INTO jbatchjobinstancedata (name) SELECT 'audit' FROM generate_series(1, 501)
          RETURNING jobinstanceid)
        INSERT INTO jbatchexecutioninstancedata (jobinstanceid, createtime, batchstatus)
        SELECT jobinstanceid, '2020-01-01', 'COMPLETED' FROM instance
        """);

    assertThat(repository.forgetBefore(LIMIT)).isEqualTo(500);
    assertThat(repository.forgetBefore(LIMIT)).isEqualTo(1);
    assertThat(repository.forgetBefore(LIMIT)).isZero();
  }

  @Test
  void aRepositoryThatIsKeptElsewhereIsLeftAlone() throws SQLException {
    assertThat(new JobRepository(Optional::empty).forgetBefore(LIMIT)).isZero();
  }

  private static int run(String state, Instant touched) throws SQLException {
    int instance = instance();
    execution(instance, state, touched);
    execute("INSERT INTO jbatchjobstatus (id) VALUES (" + instance + ")");
    execute(
        "INSERT INTO jbatchcheckpointdata (id) VALUES ('%d,sample,READER'), ('%d,sample,WRITER')"
            .formatted(instance, instance));
    return instance;
  }

  private static int instance() throws SQLException {
    return number(
        "INSERT INTO jbatchjobinstancedata (name) VALUES ('audit') RETURNING jobinstanceid");
  }

  private static void execution(int instance, String state, Instant touched) throws SQLException {
    try (Connection connection = DATABASE.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                WITH execution AS (
                  INSERT INTO jbatchexecutioninstancedata
                    (jobinstanceid, createtime, updatetime, batchstatus)
                  VALUES (?, ?, ?, ?) RETURNING jobexecid), step AS (
                  INSERT INTO jbatchstepexecutioninstancedata (jobexecid, stepname)
                  SELECT jobexecid, 'sample' FROM execution RETURNING stepexecid)
                SELECT stepexecid FROM step
                """)) {
      insert.setInt(1, instance);
      insert.setTimestamp(2, Timestamp.from(touched.minusSeconds(60)));
      insert.setTimestamp(3, Timestamp.from(touched));
      insert.setString(4, state);
      try (ResultSet step = insert.executeQuery()) {
        step.next();
        execute("INSERT INTO jbatchstepstatus (id) VALUES (" + step.getInt(1) + ")");
      }
    }
  }

  private static List<Integer> instances() throws SQLException {
    return strings("SELECT jobinstanceid FROM jbatchjobinstancedata").stream()
        .map(Integer::valueOf)
        .toList();
  }

  private static int count(String table) throws SQLException {
    return number("SELECT count(*) FROM " + table);
  }

  private static int number(String sql) throws SQLException {
    return Integer.parseInt(strings(sql).get(0));
  }

  private static List<String> strings(String sql) throws SQLException {
    List<String> strings = new ArrayList<>();
    try (Connection connection = DATABASE.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        strings.add(row.getString(1));
      }
    }
    return strings;
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = DATABASE.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
