package tn.ecar.batch.rotation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import tn.ecar.batch.GarageSql;
import tn.ecar.garage.persistence.PoolResources;

/**
 * What was done to which user's secret, in PostgreSQL: written before the pool is told, and brought
 * up to what the pool's own journal says whenever a run looks. Each statement commits by itself. No
 * secret stands here.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
class RotationJournal {
  private final GarageSql sql;

  /** The journal in the server's database. */
  RotationJournal() {
    this(PoolResources::garage);
  }

  RotationJournal(Supplier<DataSource> garage) {
    this.sql = new GarageSql(garage);
  }

  /** Notes that a user is known; the first sight of it counts. */
  void see(String user) {
    sql.change(
        "INSERT INTO credential (user_name, first_seen_at) VALUES (?, now())"
            + " ON CONFLICT (user_name) DO NOTHING",
        insert -> insert.setString(1, user));
  }

  /** How old a user's secret is at least. */
  Duration age(String user) {
    return sql.first(
            "SELECT extract(epoch FROM now() - coalesce(rotated_at, first_seen_at))"
                + " FROM credential WHERE user_name = ?",
            query -> query.setString(1, user),
            row -> Duration.ofSeconds((long) row.getDouble(1)))
        .orElse(Duration.ZERO);
  }

  /**
   * Servers that have pooled this user in the last minutes besides this one: their pools would not
   * know the new secret.
   */
  List<String> otherServers(String user, String server) {
    return sql.all(
        """
        SELECT DISTINCT server FROM pool_sample
        WHERE user_name = ? AND server <> ? AND taken_at > now() - interval '5 minutes'
        ORDER BY server
        """,
        query -> {
          query.setString(1, user);
          query.setString(2, server);
        },
        row -> row.getString(1));
  }

  /** Writes down that a rotation is about to begin; one that is open is kept. */
  void begin(String user, String server, long run, String who) {
    sql.change(
        """
        INSERT INTO credential_rotation (user_name, server, run_id, started_by, step, begun_at)
        VALUES (?, ?, ?, ?, 'BEGUN', now())
        ON CONFLICT (user_name) WHERE ended_at IS NULL DO NOTHING
        """,
        insert -> {
          insert.setString(1, user);
          insert.setString(2, server);
          insert.setLong(3, run);
          insert.setString(4, who);
        });
  }

  /** Notes how far the pool is. Why a rotation waits stays for as long as it stands there. */
  void reached(Rotation rotation) {
    sql.change(
        """
        UPDATE credential_rotation SET step = ?, form = ?, forget_at = ?,
          detail = CASE WHEN step = ? THEN detail END
        WHERE user_name = ? AND ended_at IS NULL
        """,
        update -> {
          update.setString(1, rotation.step());
          update.setString(2, rotation.form());
          update.setObject(3, timestamp(rotation.forgetAt()), Types.TIMESTAMP_WITH_TIMEZONE);
          update.setString(4, rotation.step());
          update.setString(5, rotation.user());
        });
    if (rotation.isProved()) {
      sql.change(
          "UPDATE credential SET rotated_at = ?, form = ? WHERE user_name = ?",
          update -> {
            update.setObject(1, timestamp(rotation.begun()), Types.TIMESTAMP_WITH_TIMEZONE);
            update.setString(2, rotation.form());
            update.setString(3, rotation.user());
          });
    }
  }

  /** Notes why a rotation waits. */
  void waits(String user, String why) {
    sql.change(
        "UPDATE credential_rotation SET detail = ? WHERE user_name = ? AND ended_at IS NULL",
        update -> {
          update.setString(1, why);
          update.setString(2, user);
        });
  }

  /** The users whose rotation has not ended here, with the step that is known of it. */
  List<Open> open() {
    return sql.all(
        "SELECT user_name, step FROM credential_rotation WHERE ended_at IS NULL ORDER BY user_name",
        query -> {},
        row -> new Open(row.getString(1), row.getString(2)));
  }

  /** Notes that the pool has ended a rotation, or had never begun it. */
  void ended(String user, boolean done) {
    sql.change(
        "UPDATE credential_rotation SET step = ?, ended_at = now()"
            + " WHERE user_name = ? AND ended_at IS NULL",
        update -> {
          update.setString(1, done ? "ENDED" : "ROLLED_BACK");
          update.setString(2, user);
        });
  }

  /** The form that PostgreSQL keeps of a user's secret, as far as a rotation has told it. */
  Optional<String> form(String user) {
    return sql.first(
        "SELECT form FROM credential WHERE user_name = ? AND form IS NOT NULL",
        query -> query.setString(1, user),
        row -> row.getString(1));
  }

  private static OffsetDateTime timestamp(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  /** A rotation that has not ended here. */
  record Open(String user, String step) {}
}
