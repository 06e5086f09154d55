package tn.ecar.batch.archive;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import tn.ecar.batch.GarageSql;
import tn.ecar.batch.RunningJob;
import tn.ecar.garage.persistence.PoolResources;
import tn.ecar.garage.persistence.Transactions;

/**
 * Takes the months of the audit log that are old enough into files, a month a file, and then out of
 * the database, some thousand rows at a time. A month is written, read back and noted before the
 * first of its rows goes; a run that is killed goes on where it was, and one whose file is missing
 * or changed since deletes nothing. That an entry is a year old and archived before it goes is held
 * by the database as well.
 */
@Named("auditLogArchive")
@Dependent
public class AuditLogArchive extends AbstractBatchlet {
  private static final String KIND = "audit-log";
  private static final String ZONE = "Africa/Tunis";
  private static final int FETCH = 1_000;
  private static final int AT_ONCE = 2_000;

  private static final String OLDEST =
      "SELECT min(happened_at AT TIME ZONE '" + ZONE + "')::date FROM audit_entry";
  private static final String ROWS =
      """
      SELECT row_to_json(e)::text FROM audit_entry e
      WHERE happened_at >= ?::date::timestamp AT TIME ZONE 'Africa/Tunis'
        AND happened_at < ?::date::timestamp AT TIME ZONE 'Africa/Tunis'
      ORDER BY happened_at, id
      """;
  private static final String NOTE =
      """
      INSERT INTO archive_file
        (kind, first_day, next_day, items, file_name, size_bytes, sha256, written_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, now())
      """;
  private static final String DROP =
      """
      DELETE FROM audit_entry WHERE id IN (
        SELECT id FROM audit_entry
        WHERE happened_at >= ?::date::timestamp AT TIME ZONE 'Africa/Tunis'
          AND happened_at < ?::date::timestamp AT TIME ZONE 'Africa/Tunis'
        ORDER BY id LIMIT ?)
      """;

  private final Supplier<DataSource> garage;
  private final GarageSql sql;
  private final Transactions transactions;
  private final RunningJob run;
  private final Clock clock;
  private final Supplier<ArchiveSettings> settings;
  private volatile boolean stopped;

  @Inject
  AuditLogArchive(Transactions transactions, RunningJob run, Clock clock) {
    this(
        PoolResources::garage, transactions, run, clock, () -> ArchiveSettings.of(System.getenv()));
  }

  AuditLogArchive(
      Supplier<DataSource> garage,
      Transactions transactions,
      RunningJob run,
      Clock clock,
      Supplier<ArchiveSettings> settings) {
    this.garage = garage;
    this.sql = new GarageSql(garage);
    this.transactions = transactions;
    this.run = run;
    this.clock = clock;
    this.settings = settings;
  }

  @Override
  public String process() throws IOException {
    YearMonth limit = YearMonth.now(clock).minusMonths(settings.get().auditMonths());
    int files = 0;
    Optional<LocalDate> oldest = oldest();
    if (oldest.isPresent()) {
      for (YearMonth month = YearMonth.from(oldest.get());
          month.isBefore(limit) && !stopped;
          month = month.plusMonths(1)) {
        files += write(month) ? 1 : 0;
      }
    }
    long dropped = 0;
    for (Archived archived : notDropped()) {
      dropped += drop(archived);
    }
    String told = files + " files written, " + dropped + " entries left the database";
    run.say(told);
    return told;
  }

  private Optional<LocalDate> oldest() {
    return sql.first(
            OLDEST, query -> {}, row -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
        .flatMap(day -> day);
  }

  private boolean write(YearMonth month) {
    LocalDate first = month.atDay(1);
    LocalDate next = month.plusMonths(1).atDay(1);
    boolean known =
        sql.first(
                "SELECT 1 FROM archive_file WHERE kind = ? AND first_day = ?",
                query -> {
                  query.setString(1, KIND);
                  query.setObject(2, first);
                },
                row -> true)
            .isPresent();
    return !known
        && transactions.inOne(
            () -> {
              run.requireOurs();
              return write(first, next, "audit-log-" + month + ".jsonl.gz");
            });
  }

  private boolean write(LocalDate first, LocalDate next, String name) {
    try (Connection connection = garage.get().getConnection();
        PreparedStatement select = connection.prepareStatement(ROWS)) {
      select.setFetchSize(FETCH);
      select.setObject(1, first);
      select.setObject(2, next);
      ArchiveFiles.Written written;
      try (ResultSet rows = select.executeQuery()) {
        written = ArchiveFiles.write(settings.get().directory().resolve(name), rows);
      }
      if (written.lines() == 0) {
        ArchiveFiles.delete(settings.get().directory().resolve(name));
        return false;
      }
      note(connection, first, next, name, written);
      run.say(name + " has " + written.lines() + " entries.");
      run.add(written.lines());
      return true;
    } catch (SQLException e) {
      throw new IllegalStateException("The audit log cannot be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The archive "
              + settings.get().directory().resolve(name)
              + " cannot be written ("
              + e.getMessage()
              + "): nothing was deleted.",
          e);
    }
  }

  private static void note(
      Connection connection,
      LocalDate first,
      LocalDate next,
      String name,
      ArchiveFiles.Written written)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(NOTE)) {
      insert.setString(1, KIND);
      insert.setObject(2, first);
      insert.setObject(3, next);
      insert.setLong(4, written.lines());
      insert.setString(5, name);
      insert.setLong(6, written.bytes());
      insert.setString(7, written.sha256());
      insert.executeUpdate();
    }
  }

  private List<Archived> notDropped() {
    return sql.all(
        "SELECT id, first_day, next_day, items, file_name, sha256 FROM archive_file"
            + " WHERE kind = ? AND dropped_at IS NULL ORDER BY first_day",
        query -> query.setString(1, KIND),
        row ->
            new Archived(
                row.getLong("id"),
                row.getObject("first_day", LocalDate.class),
                row.getObject("next_day", LocalDate.class),
                row.getLong("items"),
                row.getString("file_name"),
                row.getString("sha256")));
  }

  private long drop(Archived archived) throws IOException {
    Path file = settings.get().directory().resolve(archived.file());
    ArchiveFiles.Written now = ArchiveFiles.read(file);
    if (!now.sha256().equals(archived.sha256()) || now.lines() != archived.items()) {
      throw new IOException(
          file + " is not as it was written: nothing of its month was deleted. Put it back.");
    }
    long dropped = 0;
    int some = AT_ONCE;
    while (some == AT_ONCE && !stopped) {
      some =
          transactions.inOne(
              () -> {
                run.requireOurs();
                return sql.change(
                    DROP,
                    query -> {
                      query.setObject(1, archived.first());
                      query.setObject(2, archived.next());
                      query.setInt(3, AT_ONCE);
                    });
              });
      dropped += some;
    }
    if (!stopped) {
      sql.change(
          "UPDATE archive_file SET dropped_at = now() WHERE id = ?",
          query -> query.setLong(1, archived.id()));
    }
    return dropped;
  }

  @Override
  public void stop() {
    stopped = true;
  }

  private record Archived(
      long id, LocalDate first, LocalDate next, long items, String file, String sha256) {}
}
