package tn.ecar.pool.console;

import static tn.ecar.pool.console.Column.int4;
import static tn.ecar.pool.console.Column.int8;
import static tn.ecar.pool.console.Column.text;

import java.util.List;

/** The columns of the tables that {@link ProcessTables} fills. */
final class ProcessColumns {
  static final List<Column> CONFIG =
      List.of(
          text("key", "The setting, as ini files and SET spell it."),
          text("value", "What it is now."),
          text("default", "What it is when nobody says otherwise."),
          text("changeable", "yes when RELOAD and SET change it, no when it needs a restart."));

  static final List<Column> MEM =
      List.of(
          text("name", "A memory pool of the Java machine."),
          int4("size", "Bytes of one block: always 1024."),
          int4("used", "Blocks in use."),
          int4("free", "Blocks taken from the system and not in use."),
          int4("memtotal", "Bytes taken from the system; 2147483647 when it is more."));

  static final List<Column> DNS_HOSTS =
      List.of(
          text("hostname", "A name that was looked up."),
          int4("ttl", "Seconds until it is looked up again."),
          text("addrs", "Its addresses."));

  static final List<Column> DNS_ZONES =
      List.of(
          text("zonename", "A zone whose serial number is watched."),
          int8("serial", "That number."),
          int4("count", "How many known names are in it."));

  static final List<Column> PEERS =
      List.of(
          int4("peer_id", "Number of the peer in the [peers] section."),
          text("host", "Its host, or the directory of its unix socket."),
          int4("port", "Its port."),
          int4("pool_size", "Most cancel requests on their way to it at once."));

  static final List<Column> PEER_POOLS =
      List.of(
          int4("peer_id", "Number of the peer in the [peers] section."),
          int4("cl_active_cancel_req", "Cancel requests on their way to it."),
          int4("cl_waiting_cancel_req", "Cancel requests that wait for a place to be sent."),
          int4("sv_active_cancel", "Connections that carry a cancel request to it."),
          int4("sv_login", "Connections to it that are being opened."));

  static final List<Column> STATE =
      List.of(
          text("key", "active, paused or suspended."),
          text("value", "yes or no; what one database's PAUSE does stands in SHOW DATABASES."));

  static final List<Column> VERSION =
      List.of(text("version", "The PgBouncer whose behaviour this is, and who speaks."));

  static final List<Column> ALERTS =
      List.of(
          text("alert", "clients_near_limit or slow_transactions."),
          text("database", "The database it is about; null for the whole pool."),
          text("state", "open or closed."),
          int8("value", "Clients, or microseconds of the average transaction."),
          int8("threshold", "Above this it opens; below nine tenths of it it closes."),
          text("since", "When it last opened or closed."));

  static final List<Column> METRICS =
      List.of(text("line", "A line of OpenMetrics 1.0 text, with the exporter's names."));

  static final List<Column> SESSION_STATE =
      List.of(
          text("first_seen", "When it happened first."),
          text("tag", "The statement's command tag."),
          text("name", "What the statement names, as far as it shows."),
          text("left_behind", "What stays in the session, in words."),
          text("database", "The client's database."),
          text("user", "The first client's user."),
          text("application_name", "The first client's."),
          text("place", "The code that ran the statement, or the client's address."),
          int8("count", "How often it has happened."));

  static final List<Column> LEAKS =
      List.of(
          text("first_seen", "When it was seen first."),
          text("last_seen", "When it was seen last."),
          text(
              "kind",
              "open_handle: a connection open for longer than leak_threshold; unclosed_handle: one"
                  + " that was never closed; open_transaction: a transaction in which nothing has"
                  + " happened for longer than leak_threshold."),
          text("database", "The client's database."),
          text("user", "The client's user."),
          text("place", "The code that took it, or the client's address."),
          int8("count", "How many there have been."),
          int8("longest", "For how many seconds the longest was seen kept."));

  private ProcessColumns() {}
}
