package tn.ecar.batch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/**
 * The job repository's own tables, from which the batch runtime never deletes: a job that runs each
 * minute leaves 1,440 executions a day there. What is old is deleted instance by instance with all
 * that hangs on it; an execution whose server was killed is old as well once nobody has touched it
 * for that long, whatever its state says.
 *
 * <p>The tables are reached through the server's own resource, as the batch runtime reaches them,
 * and never in the caller's transaction: that one would need a second resource manager for a mere
 * tidying.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class JobRepository {
  /** How long an execution can be asked for after its last sign of life. */
  public static final Duration KEEP = Duration.ofDays(2);

  private static final String RESOURCE = "jdbc/ecarBatch";

  /** So many at once: a backlog of months goes over the next runs, not in one long transaction. */
  private static final int MOST_AT_ONCE = 500;

  // A second server that tidies at the same moment takes other rows instead of waiting for ours.
  private static final String OLD =
      """
      SELECT jobinstanceid FROM jbatchjobinstancedata
      WHERE jobinstanceid IN (
        SELECT jobinstanceid FROM jbatchexecutioninstancedata
        GROUP BY jobinstanceid
        HAVING max(coalesce(updatetime, createtime)) < ?)
      ORDER BY jobinstanceid
      LIMIT ?
      FOR UPDATE SKIP LOCKED
      """;

  /**
   * From the leaves to the root, as the foreign keys ask; a checkpoint's key begins with the id.
   */
  private static final List<String> DELETES =
      List.of(
          """
          DELETE FROM jbatchstepstatus WHERE id IN (
            SELECT s.stepexecid FROM jbatchstepexecutioninstancedata s
            JOIN jbatchexecutioninstancedata e ON e.jobexecid = s.jobexecid
            WHERE e.jobinstanceid = ANY (?))
          """,
          """
          DELETE FROM jbatchstepexecutioninstancedata WHERE jobexecid IN (
            SELECT jobexecid FROM jbatchexecutioninstancedata WHERE jobinstanceid = ANY (?))
          """,
          "DELETE FROM jbatchexecutioninstancedata WHERE jobinstanceid = ANY (?)",
          "DELETE FROM jbatchjobstatus WHERE id = ANY (?)",
          "DELETE FROM jbatchcheckpointdata WHERE split_part(id, ',', 1) = ANY (?::text[])",
          "DELETE FROM jbatchjobinstancedata WHERE jobinstanceid = ANY (?)");

  private final Supplier<Optional<DataSource>> repository;

  /** The repository of the server that this runs in. */
  public JobRepository() {
    this(JobRepository::resource);
  }

  JobRepository(Supplier<Optional<DataSource>> repository) {
    this.repository = repository;
  }

  /**
   * Deletes the job instances whose executions all showed their last sign of life before a moment,
   * {@value #MOST_AT_ONCE} of them at most; none where the server keeps its repository elsewhere.
   *
   * @return how many instances were deleted
   * @throws SQLException when the database refuses; nothing is deleted then
   */
  public int forgetBefore(Instant oldest) throws SQLException {
    Optional<DataSource> tables = repository.get();
    if (tables.isEmpty()) {
      return 0;
    }
    try (Connection connection = tables.get().getConnection()) {
      connection.setAutoCommit(false);
      try {
        int deleted = forgetBefore(connection, oldest);
        connection.commit();
        return deleted;
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  // The check guards against names from a request; this one is the code's own.
  @SuppressWarnings("BanJNDI")
  private static Optional<DataSource> resource() {
    try {
      return Optional.of(InitialContext.doLookup(RESOURCE));
    } catch (NamingException keptElsewhere) {
      return Optional.empty();
    }
  }

  private static int forgetBefore(Connection connection, Instant oldest) throws SQLException {
    if (!hasTables(connection)) {
      return 0;
    }
    List<Integer> old = old(connection, oldest);
    if (old.isEmpty()) {
      return 0;
    }
    Array instances = connection.createArrayOf("integer", old.toArray());
    for (String sql : DELETES) {
      try (PreparedStatement delete = connection.prepareStatement(sql)) {
        delete.setArray(1, instances);
        delete.executeUpdate();
      }
    }
    return old.size();
  }

  // The batch runtime makes its tables with the first job, and where it was told to.
  private static boolean hasTables(Connection connection) throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement("SELECT to_regclass('jbatchjobinstancedata') IS NOT NULL");
        ResultSet row = query.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static List<Integer> old(Connection connection, Instant oldest) throws SQLException {
    List<Integer> old = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(OLD)) {
      // The batch runtime writes its times without a zone, in that of the virtual machine, and so
      // is this one sent.
      query.setTimestamp(1, Timestamp.from(oldest));
      query.setInt(2, MOST_AT_ONCE);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          old.add(row.getInt(1));
        }
      }
    }
    return old;
  }
}
