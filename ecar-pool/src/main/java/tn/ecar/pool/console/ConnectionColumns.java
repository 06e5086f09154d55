package tn.ecar.pool.console;

import static tn.ecar.pool.console.Column.int4;
import static tn.ecar.pool.console.Column.int8;
import static tn.ecar.pool.console.Column.text;

import java.util.List;
import java.util.stream.Stream;

/** The columns of the tables that {@link ConnectionTables} fills. */
final class ConnectionColumns {
  static final List<Column> CONNECTIONS =
      List.of(
          text("type", "C a client over the wire, J one inside this Java machine, S a server."),
          text("user", "Who has logged in."),
          text("database", "The name of the database in the [databases] section."),
          text("replication", "Kind of replication; none for an ordinary connection."),
          text(
              "state",
              "Client: active, idle, waiting, active_cancel_req or waiting_cancel_req. Server:"
                  + " active, idle, used, tested, new, active_cancel or being_canceled."),
          text(
              "addr",
              "Address of the other end; for type J the place in the code that opened it, or with"
                  + " track_client_origin the one that has taken it last, as"
                  + " class.method(file:line)."),
          int4("port", "Port of the other end; 0 for type J and for unix sockets."),
          text("local_addr", "Our own address; empty for type J."),
          int4("local_port", "Our own port; 0 for type J and for unix sockets."),
          text("connect_time", "When it was made."),
          text(
              "request_time",
              "Client: when its last request began. Server: when it was last free."),
          int4("wait", "Whole seconds that its present request has waited for a server."),
          int4("wait_us", "The microseconds beyond those seconds."),
          int4("close_needed", "1 when it is closed as soon as it is free."),
          text("ptr", "What KILL_CLIENT takes, and what link refers to."),
          text("link", "ptr of the connection it is paired with; empty for none."),
          int4("remote_pid", "The process at the other end; 0 when unknown."),
          text("tls", "TLS version and suite; empty for none."),
          text("application_name", "What the client calls itself, carried to the server."),
          int4("prepared_statements", "How many named statements it holds."),
          int4("id", "Unique among clients and servers while the pool runs."));

  static final List<Column> SOCKETS =
      Stream.concat(
              CONNECTIONS.stream(),
              Stream.of(
                  int4("recv_pos", "Read position in the receive buffer; 0, none is kept."),
                  int4("pkt_pos", "Parse position in the receive buffer; 0, none is kept."),
                  int4("pkt_remain", "Bytes of the present message still to come; 0 as above."),
                  int4("send_pos", "Position in the message being sent; 0 as above."),
                  int4("send_remain", "Bytes of that message still to be sent; 0 as above."),
                  int4("pkt_avail", "Bytes that wait to be parsed; 0 as above."),
                  int4("send_avail", "Bytes that wait to be sent; 0 as above.")))
          .toList();

  static final List<Column> FDS =
      List.of(
          int4("fd", "Number of the file descriptor."),
          text("task", "pooler, client or server."),
          text("user", "Who has logged in over it."),
          text("database", "The database it is for."),
          text("addr", "Address of the other end."),
          int4("port", "Port of the other end."),
          int8("cancel", "Its cancel key."),
          int4("link", "Descriptor of the connection it is paired with."),
          text("client_encoding", "Its client_encoding."),
          text("std_strings", "Its standard_conforming_strings."),
          text("datestyle", "Its DateStyle."),
          text("timezone", "Its TimeZone."),
          text("password", "The secret it logged in with."),
          text("scram_client_key", "The SCRAM client key it logged in with."),
          text("scram_server_key", "The SCRAM server key it logged in with."));

  private ConnectionColumns() {}
}
