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

/** SHOW CLIENTS, SERVERS, SOCKETS, ACTIVE_SOCKETS and FDS. */
final class ConnectionTables {
  private static final int BUFFER_COLUMNS = 7;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private ConnectionTables() {}

  static Table clients(Operations pooler) {
    return filled(columns(), pooler.clients(), 0);
  }

  static Table servers(Operations pooler) {
    return filled(columns(), pooler.servers(), 0);
  }

  /** Buffers are the doors' own affair: nothing is kept between two messages, so all are empty. */
  static Table sockets(Operations pooler) {
    return filled(socketColumns(), all(pooler).toList(), BUFFER_COLUMNS);
  }

  static Table activeSockets(Operations pooler) {
    return filled(
        socketColumns(),
        all(pooler).filter(connection -> connection.state().equals("active")).toList(),
        BUFFER_COLUMNS);
  }

  private static Stream<ConnectionFigures> all(Operations pooler) {
    return Stream.concat(pooler.clients().stream(), pooler.servers().stream());
  }

  private static Table columns() {
    return new Table()
        .text("type", "user", "database", "replication", "state", "addr")
        .int4("port")
        .text("local_addr")
        .int4("local_port")
        .text("connect_time", "request_time")
        .int4("wait", "wait_us", "close_needed")
        .text("ptr", "link")
        .int4("remote_pid")
        .text("tls", "application_name")
        .int4("prepared_statements", "id");
  }

  private static Table socketColumns() {
    return columns()
        .int4("recv_pos", "pkt_pos", "pkt_remain", "send_pos", "send_remain")
        .int4("pkt_avail", "send_avail");
  }

  private static Table filled(Table table, List<ConnectionFigures> connections, int zeroes) {
    for (ConnectionFigures connection : connections) {
      List<Object> row = row(connection);
      row.addAll(Collections.nCopies(zeroes, 0));
      table.row(row.toArray());
    }
    return table;
  }

  private static List<Object> row(ConnectionFigures connection) {
    return new ArrayList<>(
        Arrays.asList(
            String.valueOf(connection.type()),
            connection.user(),
            connection.database(),
            "none",
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

  private static String time(Instant instant) {
    return instant == null ? null : TIME.format(instant);
  }

  /** What ptr and link show: one form, so that they can be compared. */
  private static String pointer(long id) {
    return "0x%x".formatted(id);
  }

  /** No descriptor of a Java socket can be handed on, so the list of those is empty. */
  static Table fds() {
    return new Table()
        .int4("fd")
        .text("task", "user", "database", "addr")
        .int4("port")
        .int8("cancel")
        .int4("link")
        .text("client_encoding", "std_strings", "datestyle", "timezone", "password")
        .text("scram_client_key", "scram_server_key");
  }
}
