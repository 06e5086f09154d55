package tn.ecar.pool.console;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tn.ecar.pool.ConnectionFigures;

/** SHOW CLIENTS, SERVERS, SOCKETS and ACTIVE_SOCKETS. */
final class ConnectionTables {
  private static final int BUFFER_COLUMNS = 7;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private ConnectionTables() {}

  static void clients(Table table, Operations pooler) {
    fill(table, pooler.clients(), 0);
  }

  static void servers(Table table, Operations pooler) {
    fill(table, pooler.servers(), 0);
  }

  /** Buffers are the doors' own affair: nothing is kept between two messages, so all are empty. */
  static void sockets(Table table, Operations pooler) {
    fill(table, all(pooler).toList(), BUFFER_COLUMNS);
  }

  static void activeSockets(Table table, Operations pooler) {
    fill(
        table,
        all(pooler).filter(connection -> connection.state().equals("active")).toList(),
        BUFFER_COLUMNS);
  }

  private static Stream<ConnectionFigures> all(Operations pooler) {
    return Stream.concat(pooler.clients().stream(), pooler.servers().stream());
  }

  private static void fill(Table table, List<ConnectionFigures> connections, int zeroes) {
    for (ConnectionFigures connection : connections) {
      List<Object> row = row(connection);
      row.addAll(Collections.nCopies(zeroes, 0));
      table.row(row.toArray());
    }
  }

  private static List<Object> row(ConnectionFigures connection) {
    return new ArrayList<>(
        Arrays.asList(
            String.valueOf(connection.type()),
            connection.user(),
            connection.database(),
            connection.replication().word(),
            connection.state(),
            connection.address(),
            connection.port(),
            connection.localAddress(),
            connection.localPort(),
            time(connection.connected()),
            time(connection.requested()),
            connection.waiting().toSeconds(),
            PoolTables.microsOfSecond(connection.waiting()),
            connection.closeNeeded(),
            pointer(connection.id()),
            connection.link() == 0 ? "" : pointer(connection.link()),
            connection.remotePid(),
            connection.tls(),
            connection.applicationName(),
            connection.preparedStatements(),
            connection.id()));
  }

  static String time(Instant instant) {
    return instant == null ? null : TIME.format(instant);
  }

  /** What ptr and link show: one form, so that they can be compared. */
  private static String pointer(long id) {
    return "0x%x".formatted(id);
  }
}
