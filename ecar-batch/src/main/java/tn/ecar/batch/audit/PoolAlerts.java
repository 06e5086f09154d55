package tn.ecar.batch.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import tn.ecar.batch.GarageSql;
import tn.ecar.batch.PoolAlert;
import tn.ecar.garage.persistence.PoolResources;

/**
 * Opens and closes alerts as samples come in. An alert that is open closes only below nine tenths
 * of its threshold, so that a value at the edge does not send word all day; word is sent once at
 * each end, in the transaction that writes it down.
 */
@ApplicationScoped
@Transactional
public class PoolAlerts {
  private static final double CLIENTS_SHARE = 0.8;
  private static final double SLOW_TRANSACTION_SECONDS = 1;
  private static final double LONG_WAIT_SECONDS = 1;
  private static final double FAILING_LOGINS = 10;

  /** Of its threshold: below it an open alert closes. */
  private static final double CLOSING = 0.9;

  /** Rules about what all servers share; no server stands beside them. */
  private static final String ROTATION_OVERDUE = "rotation_overdue";

  /** The age in days at which a rotation is due, as its schedule says; 90 where it says nothing. */
  static final String ROTATION_DUE =
      """
      coalesce((SELECT nullif((parameters ->> 'older_than_days')::integer, 0) FROM job_schedule
        WHERE job = 'credential-rotation' AND parameters ->> 'older_than_days' ~ '^[0-9]{1,4}$'
        LIMIT 1), 90)
      """;

  private static final String SLOW =
      """
      SELECT database_name AS subject,
        (array_agg(xact_time_us ORDER BY taken_at DESC))[1]
          - (array_agg(xact_time_us ORDER BY taken_at DESC))[2] AS micros,
        (array_agg(transactions ORDER BY taken_at DESC))[1]
          - (array_agg(transactions ORDER BY taken_at DESC))[2] AS transactions
      FROM pool_database_sample
      WHERE server = ? AND taken_at > ?::timestamptz - interval '10 minutes' AND taken_at <= ?
      GROUP BY database_name
      """;
  private static final String REFUSED =
      """
      WITH refused AS (
        SELECT taken_at, sum(count) AS count FROM pool_event_sample
        WHERE server = ? AND kind = 'login_refused'
          AND taken_at > ?::timestamptz - interval '10 minutes' AND taken_at <= ?
        GROUP BY taken_at ORDER BY taken_at DESC LIMIT 2
      ), audit AS (
        SELECT min(taken_at) AS before FROM (SELECT taken_at FROM pool_audit
          WHERE server = ? AND taken_at <= ? ORDER BY taken_at DESC LIMIT 2) two
      )
      SELECT coalesce((SELECT count FROM refused ORDER BY taken_at DESC LIMIT 1), 0)
          - coalesce((SELECT count FROM refused, audit WHERE taken_at = before), 0) AS grown,
        greatest(extract(epoch FROM ?::timestamptz - (SELECT before FROM audit)), 1) / 60
          AS minutes
      """;

  /** Of users who came in the last week; who came for the last time before is somebody of old. */
  private static final String AGES =
      """
      SELECT user_name, extract(epoch FROM now() - coalesce(rotated_at, first_seen_at)) / 86400
        AS days
      FROM credential WHERE user_name IN (
        SELECT user_name FROM pool_sample WHERE taken_at > ?::timestamptz - interval '2 hours'
        UNION ALL
        SELECT user_name FROM pool_use
        WHERE grain = 'HOUR' AND since > ?::timestamptz - interval '7 days')
      """;

  private static final String OPEN =
      """
      INSERT INTO pool_alert (rule, server, subject, value, threshold, unit, opened_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (rule, server, subject) WHERE closed_at IS NULL DO NOTHING
      RETURNING id
      """;
  private static final String CLOSE =
      """
      UPDATE pool_alert SET closed_at = ? WHERE rule = ? AND server = ? AND subject = ?
        AND closed_at IS NULL RETURNING id
      """;

  private final GarageSql sql;
  private final Consumer<PoolAlert> word;

  /** For the container's proxy only. */
  protected PoolAlerts() {
    this(PoolResources::garage, alert -> {});
  }

  @Inject
  PoolAlerts(Event<PoolAlert> word) {
    this(PoolResources::garage, word::fire);
  }

  PoolAlerts(Supplier<DataSource> garage, Consumer<PoolAlert> word) {
    this.sql = new GarageSql(garage);
    this.word = word;
  }

  /** Looks at every rule, after a reading has been stored. */
  public void look(ConsoleReading reading) {
    List<Value> values = values(reading);
    Set<List<String>> seen = new HashSet<>();
    for (Value value : values) {
      seen.add(value.key());
      if (value.measured() > value.threshold()) {
        open(value, reading.takenAt());
      } else if (value.measured() < value.threshold() * CLOSING) {
        close(value, reading.takenAt());
      }
    }
    closeWhatIsGone(reading, seen);
  }

  private List<Value> values(ConsoleReading reading) {
    String server = reading.server();
    ConsoleReading.Totals totals = reading.totals();
    List<Value> values = new ArrayList<>();
    values.add(
        new Value(
            "clients_near_limit",
            server,
            "",
            totals.usedClients(),
            totals.maxClients() * CLIENTS_SHARE,
            "clients"));
    for (ConsoleReading.PoolFigures pool : reading.pools()) {
      values.add(
          new Value(
              "long_wait",
              server,
              pool.database() + "/" + pool.user(),
              pool.maxwait().toMillis() / 1000.0,
              LONG_WAIT_SECONDS,
              "s"));
    }
    values.addAll(slow(reading));
    values.add(refused(reading));
    values.addAll(overdue(reading.takenAt()));
    return values;
  }

  private List<Value> slow(ConsoleReading reading) {
    return sql.all(
        SLOW,
        query -> {
          query.setString(1, reading.server());
          query.setObject(2, PoolSamples.timestamp(reading.takenAt()));
          query.setObject(3, PoolSamples.timestamp(reading.takenAt()));
        },
        row -> {
          long transactions = row.getLong("transactions");
          double seconds = row.getLong("micros") / 1e6;
          return new Value(
              "slow_transactions",
              reading.server(),
              row.getString("subject"),
              transactions <= 0 ? 0 : seconds / transactions,
              SLOW_TRANSACTION_SECONDS,
              "s");
        });
  }

  private Value refused(ConsoleReading reading) {
    var at = PoolSamples.timestamp(reading.takenAt());
    double perMinute =
        sql.first(
                REFUSED,
                query -> {
                  query.setString(1, reading.server());
                  query.setObject(2, at);
                  query.setObject(3, at);
                  query.setString(4, reading.server());
                  query.setObject(5, at);
                  query.setObject(6, at);
                },
                row -> Math.max(0, row.getDouble("grown")) / row.getDouble("minutes"))
            .orElse(0.0);
    return new Value(
        "failing_logins", reading.server(), "", perMinute, FAILING_LOGINS, "per minute");
  }

  private List<Value> overdue(Instant now) {
    int days = rotationDays(sql);
    return sql.all(
        AGES,
        query -> {
          query.setObject(1, PoolSamples.timestamp(now));
          query.setObject(2, PoolSamples.timestamp(now));
        },
        row -> new Value(ROTATION_OVERDUE, "", row.getString(1), row.getDouble(2), days, "days"));
  }

  private static int rotationDays(GarageSql sql) {
    return sql.first("SELECT " + ROTATION_DUE, query -> {}, row -> row.getInt(1)).orElseThrow();
  }

  private void open(Value value, Instant at) {
    sql.first(
            OPEN,
            insert -> {
              insert.setString(1, value.rule());
              insert.setString(2, value.server());
              insert.setString(3, value.subject());
              insert.setDouble(4, value.measured());
              insert.setDouble(5, value.threshold());
              insert.setString(6, value.unit());
              insert.setObject(7, PoolSamples.timestamp(at), Types.TIMESTAMP_WITH_TIMEZONE);
            },
            row -> row.getLong(1))
        .ifPresent(opened -> word.accept(value.told(true, at)));
  }

  private void close(Value value, Instant at) {
    sql.first(
            CLOSE,
            update -> {
              update.setObject(1, PoolSamples.timestamp(at), Types.TIMESTAMP_WITH_TIMEZONE);
              update.setString(2, value.rule());
              update.setString(3, value.server());
              update.setString(4, value.subject());
            },
            row -> row.getLong(1))
        .ifPresent(closed -> word.accept(value.told(false, at)));
  }

  // A database that is no more, or a user, is nothing to be alarmed about.
  private void closeWhatIsGone(ConsoleReading reading, Set<List<String>> seen) {
    List<Value> open =
        sql.all(
            "SELECT rule, server, subject, threshold, unit FROM pool_alert"
                + " WHERE closed_at IS NULL AND server IN (?, '')",
            query -> query.setString(1, reading.server()),
            row ->
                new Value(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    0,
                    row.getDouble(4),
                    row.getString(5)));
    for (Value value : open) {
      if (!seen.contains(value.key())) {
        close(value, reading.takenAt());
      }
    }
  }

  /** What a rule looks at, of one subject. */
  private record Value(
      String rule, String server, String subject, double measured, double threshold, String unit) {
    List<String> key() {
      return List.of(rule, server, subject);
    }

    PoolAlert told(boolean open, Instant at) {
      return new PoolAlert(
          rule,
          server.isEmpty() ? "all servers" : server,
          subject,
          measured,
          threshold,
          unit,
          open,
          at);
    }
  }
}
