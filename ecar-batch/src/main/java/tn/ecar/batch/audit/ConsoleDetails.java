package tn.ecar.batch.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The console's tables that explain its figures. */
final class ConsoleDetails {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final String CONSOLE = "pgbouncer";

  private ConsoleDetails() {}

  static ConsoleReading.Details read(Statement statement) throws SQLException {
    return new ConsoleReading.Details(
        users(statement),
        timings(statement),
        events(statement),
        leaks(statement),
        changes(statement));
  }

  /** A moment as the console writes it: in UTC, which stands behind it. */
  static Instant time(String text) {
    String[] words = text.strip().split(" ");
    return LocalDateTime.parse(words[0] + " " + words[1].substring(0, 8), TIME)
        .toInstant(ZoneOffset.UTC);
  }

  private static List<ConsoleReading.UserFigures> users(Statement statement) throws SQLException {
    List<ConsoleReading.UserFigures> users = new ArrayList<>();
    try (ResultSet row = statement.executeQuery("SHOW USERS")) {
      while (row.next()) {
        users.add(
            new ConsoleReading.UserFigures(
                row.getString("name"),
                row.getInt("current_connections"),
                row.getInt("max_user_connections"),
                row.getInt("current_client_connections"),
                row.getInt("max_user_client_connections")));
      }
    }
    return users;
  }

  private static List<ConsoleReading.TimingCounts> timings(Statement statement)
      throws SQLException {
    Map<List<String>, List<Long>> bounds = new LinkedHashMap<>();
    Map<List<String>, List<Long>> counts = new LinkedHashMap<>();
    try (ResultSet row = statement.executeQuery("SHOW BUCKETS")) {
      while (row.next()) {
        List<String> key =
            List.of(row.getString("database"), row.getString("user"), row.getString("timing"));
        long bound = row.getLong("le_us");
        if (!row.wasNull()) {
          bounds.computeIfAbsent(key, none -> new ArrayList<>()).add(bound);
        }
        counts.computeIfAbsent(key, none -> new ArrayList<>()).add(row.getLong("count"));
      }
    }
    List<ConsoleReading.TimingCounts> timings = new ArrayList<>();
    counts.forEach(
        (key, values) -> {
          if (!key.get(0).equals(CONSOLE)) {
            timings.add(
                new ConsoleReading.TimingCounts(
                    key.get(0),
                    key.get(1),
                    key.get(2),
                    bounds.getOrDefault(key, List.of()),
                    values));
          }
        });
    return timings;
  }

  private static List<ConsoleReading.EventCount> events(Statement statement) throws SQLException {
    List<ConsoleReading.EventCount> events = new ArrayList<>();
    try (ResultSet row = statement.executeQuery("SHOW EVENTS")) {
      while (row.next()) {
        events.add(
            new ConsoleReading.EventCount(
                row.getString("kind"),
                row.getString("database"),
                row.getString("user"),
                row.getString("reason"),
                row.getLong("count")));
      }
    }
    return events;
  }

  private static List<ConsoleReading.Leak> leaks(Statement statement) throws SQLException {
    List<ConsoleReading.Leak> leaks = new ArrayList<>();
    try (ResultSet row = statement.executeQuery("SHOW LEAKS")) {
      while (row.next()) {
        leaks.add(
            new ConsoleReading.Leak(
                time(row.getString("first_seen")),
                time(row.getString("last_seen")),
                row.getString("kind"),
                row.getString("database"),
                row.getString("user"),
                row.getString("place"),
                row.getLong("count"),
                row.getLong("longest")));
      }
    }
    return leaks;
  }

  private static List<ConsoleReading.Change> changes(Statement statement) throws SQLException {
    List<ConsoleReading.Change> changes = new ArrayList<>();
    try (ResultSet row = statement.executeQuery("SHOW CHANGES")) {
      while (row.next()) {
        changes.add(
            new ConsoleReading.Change(
                time(row.getString("at")), row.getString("who"), row.getString("command")));
      }
    }
    return changes;
  }
}
