package tn.ecar.batch.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** Stores what explains a reading's figures, beside them and in the same transaction. */
final class DetailRows {
  private static final String USER =
      "INSERT INTO pool_user_sample (taken_at, server, user_name, servers, max_servers, clients,"
          + " max_clients) VALUES (?, ?, ?, ?, ?, ?, ?)";
  private static final String TIMING =
      "INSERT INTO pool_timing_sample (taken_at, server, database_name, user_name, timing, bounds,"
          + " counts) VALUES (?, ?, ?, ?, ?, ?, ?)";
  private static final String EVENT =
      "INSERT INTO pool_event_sample (taken_at, server, kind, database_name, user_name, reason,"
          + " count) VALUES (?, ?, ?, ?, ?, ?, ?)";
  private static final String LEAK =
      """
      INSERT INTO pool_leak (server, kind, database_name, user_name, place, first_seen, last_seen,
        count, longest_s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (server, kind, database_name, user_name, place, first_seen)
      DO UPDATE SET last_seen = excluded.last_seen, count = excluded.count,
        longest_s = excluded.longest_s
      """;
  private static final String CHANGE =
      "INSERT INTO pool_change (server, at, who, command) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT DO NOTHING";

  private DetailRows() {}

  static void store(Connection connection, ConsoleReading reading) throws SQLException {
    OffsetDateTime at = PoolSamples.timestamp(reading.takenAt());
    String server = reading.server();
    ConsoleReading.Details details = reading.details();
    batch(
        connection,
        USER,
        details.users(),
        (insert, user) ->
            set(
                insert,
                at,
                server,
                user.user(),
                user.servers(),
                user.maxServers(),
                user.clients(),
                user.maxClients()));
    batch(
        connection,
        TIMING,
        details.timings(),
        (insert, timing) ->
            set(
                insert,
                at,
                server,
                timing.database(),
                timing.user(),
                timing.timing(),
                connection.createArrayOf("bigint", timing.bounds().toArray()),
                connection.createArrayOf("bigint", timing.counts().toArray())));
    batch(
        connection,
        EVENT,
        details.events(),
        (insert, event) ->
            set(
                insert,
                at,
                server,
                event.kind(),
                event.database(),
                event.user(),
                event.reason(),
                event.count()));
    batch(connection, LEAK, details.leaks(), (insert, leak) -> leak(insert, server, leak));
    batch(
        connection,
        CHANGE,
        details.changes(),
        (insert, change) ->
            set(insert, server, timestamp(change.at()), change.who(), change.command()));
  }

  private static void leak(PreparedStatement insert, String server, ConsoleReading.Leak leak)
      throws SQLException {
    set(
        insert,
        server,
        leak.kind(),
        leak.database(),
        leak.user(),
        leak.place(),
        timestamp(leak.firstSeen()),
        timestamp(leak.lastSeen()),
        leak.count(),
        leak.longestSeconds());
  }

  private static OffsetDateTime timestamp(Instant at) {
    return PoolSamples.timestamp(at);
  }

  private static void set(PreparedStatement insert, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      insert.setObject(i + 1, values[i]);
    }
  }

  private static <T> void batch(Connection connection, String sql, List<T> rows, Binding<T> binding)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (T row : rows) {
        binding.bind(insert, row);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Sets a statement's parameters from a row. */
  private interface Binding<T> {
    void bind(PreparedStatement insert, T row) throws SQLException;
  }
}
