package tn.ecar.batch.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import tn.ecar.batch.GarageSql;
import tn.ecar.garage.persistence.PoolResources;

/**
 * Adds samples up to hours, and hours to days (of the garage's zone). An hour or a day is reckoned
 * as a whole, in the caller's transaction, and in the place of what stood there: so it may be done
 * twice.
 */
@ApplicationScoped
@Transactional
public class PoolRollup {
  private final GarageSql sql;

  /** The samples of the server's database. */
  public PoolRollup() {
    this(PoolResources::garage);
  }

  PoolRollup(Supplier<DataSource> garage) {
    this.sql = new GarageSql(garage);
  }

  /**
   * The hours with samples that are not added up, the oldest first.
   *
   * @param now only hours that ended before it count
   */
  public List<Instant> hoursLeft(Instant now) {
    return sql.all(
        RollupQueries.HOURS_LEFT,
        query -> query.setObject(1, PoolSamples.timestamp(now)),
        row -> row.getObject(1, OffsetDateTime.class).toInstant());
  }

  /**
   * Adds up every hour of a stretch that has samples.
   *
   * @param first the beginning of the first hour
   * @param last the beginning of the last hour
   */
  public void hours(Instant first, Instant last) {
    // The sample before the first hour is where its first one grew from.
    for (String statement : RollupQueries.HOURS) {
      sql.change(statement, change -> bind(change, first, last.plus(Duration.ofHours(1))));
    }
  }

  /** Adds up the days whose hours have changed since, of the last days before a moment. */
  public void days(Instant since) {
    for (String statement : RollupQueries.DAY) {
      sql.change(statement, change -> change.setObject(1, PoolSamples.timestamp(since)));
    }
  }

  /** Deletes hours and days that are older than they are kept. */
  public int forget(Instant oldestHour, Instant oldestDay) {
    int deleted = 0;
    for (String table : List.of("pool_use", "pool_work", "pool_timing", "pool_event")) {
      deleted +=
          sql.change(
              "DELETE FROM "
                  + table
                  + " WHERE (grain = 'HOUR' AND since < ?) OR (grain = 'DAY' AND since < ?)",
              delete -> bind(delete, oldestHour, oldestDay));
    }
    return deleted;
  }

  private static void bind(PreparedStatement statement, Instant from, Instant to)
      throws SQLException {
    statement.setObject(1, PoolSamples.timestamp(from));
    statement.setObject(2, PoolSamples.timestamp(to));
  }
}
