package tn.ecar.batch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.persistence.PoolResources;

/** What runs leave to look at: log lines and files, deleted with their run. */
@ApplicationScoped
@Transactional(Transactional.TxType.SUPPORTS)
class JobRecords {
  // One writer a run, its own server, so the numbers have no rivals.
  private static final String APPEND =
      """
      INSERT INTO job_line (run_id, number, at, level, text)
      SELECT run.id, coalesce((SELECT max(number) FROM job_line WHERE run_id = run.id), 0)
          + line.number, line.at, line.level, line.text
      FROM (SELECT id FROM job_run WHERE id = ?) run,
        unnest(?::timestamptz[], ?::text[], ?::text[]) WITH ORDINALITY
          AS line (at, level, text, number)
      """;

  private final GarageSql sql;

  /** The records in the server's database. */
  JobRecords() {
    this(PoolResources::garage);
  }

  JobRecords(Supplier<DataSource> garage) {
    this.sql = new GarageSql(garage);
  }

  void append(long run, List<RunningJob.Said> lines) {
    if (lines.isEmpty()) {
      return;
    }
    sql.change(
        APPEND,
        insert -> {
          insert.setLong(1, run);
          insert.setArray(2, texts(insert, lines, line -> timestamp(line).toString()));
          insert.setArray(3, texts(insert, lines, RunningJob.Said::level));
          insert.setArray(4, texts(insert, lines, RunningJob.Said::text));
        });
  }

  private static java.sql.Array texts(
      java.sql.PreparedStatement insert,
      List<RunningJob.Said> lines,
      java.util.function.Function<RunningJob.Said, String> part)
      throws SQLException {
    return insert
        .getConnection()
        .createArrayOf("text", lines.stream().map(part).toArray(String[]::new));
  }

  private static OffsetDateTime timestamp(RunningJob.Said line) {
    return line.at().atOffset(ZoneOffset.UTC);
  }

  Page<JobLine> lines(long run, PageRequest page) {
    List<JobLine> lines =
        sql.all(
            "SELECT number, at, level, text FROM job_line WHERE run_id = ? ORDER BY number"
                + " LIMIT ? OFFSET ?",
            query -> {
              query.setLong(1, run);
              query.setInt(2, page.size());
              query.setInt(3, page.first());
            },
            JobRecords::line);
    long total =
        sql.first(
                "SELECT count(*) FROM job_line WHERE run_id = ?",
                query -> query.setLong(1, run),
                row -> row.getLong(1))
            .orElse(0L);
    return new Page<>(lines, total, page.first(), page.size());
  }

  private static JobLine line(ResultSet row) throws SQLException {
    return new JobLine(
        row.getInt("number"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("level"),
        row.getString("text"));
  }

  void keep(long run, JobResult result) {
    sql.change(
        """
        INSERT INTO job_result (run_id, name, media_type, content) VALUES (?, ?, ?, ?)
        ON CONFLICT (run_id, name)
        DO UPDATE SET media_type = excluded.media_type, content = excluded.content
        """,
        insert -> {
          insert.setLong(1, run);
          insert.setString(2, result.name());
          insert.setString(3, result.mediaType());
          insert.setBytes(4, result.content());
        });
  }

  Optional<JobResult> result(long run, String name) {
    return sql.first(
        "SELECT name, media_type, content FROM job_result WHERE run_id = ? AND name = ?",
        query -> {
          query.setLong(1, run);
          query.setString(2, name);
        },
        row -> new JobResult(row.getString(1), row.getString(2), row.getBytes(3)));
  }
}
