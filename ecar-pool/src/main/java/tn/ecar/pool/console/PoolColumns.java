package tn.ecar.pool.console;

import static tn.ecar.pool.console.Column.int4;
import static tn.ecar.pool.console.Column.int8;
import static tn.ecar.pool.console.Column.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tn.ecar.pool.Timing;

/** The columns of the tables that {@link PoolTables} fills. */
final class PoolColumns {
  static final List<Column> POOLS =
      List.of(
          text("database", "The name of the database in the [databases] section."),
          text("user", "Who its servers are logged in as."),
          int4("cl_active", "Clients that hold a server or are idle, waiting for nothing."),
          int4("cl_waiting", "Clients whose request waits for a server."),
          int4("cl_active_cancel_req", "Cancel requests on their way to a server."),
          int4("cl_waiting_cancel_req", "Cancel requests that wait for a place to be sent."),
          int4("sv_active", "Servers in a client's hands."),
          int4("sv_active_cancel", "Server connections that carry a cancel request."),
          int4(
              "sv_being_canceled",
              "Servers that would be free but are held until a cancel request for them is"
                  + " through."),
          int4("sv_idle", "Servers that are free and ready."),
          int4("sv_used", "Free servers unused for server_check_delay: checked before reuse."),
          int4("sv_tested", "Servers that are being checked, reset or rolled back."),
          int4("sv_login", "Servers that are being opened."),
          int4("maxwait", "Whole seconds that the longest waiting client has waited."),
          int4("maxwait_us", "The microseconds beyond those seconds."),
          text("pool_mode", "session, transaction or statement."),
          text(
              "load_balance_hosts",
              "How a list of hosts is used, round-robin or disable; null for a single host."));

  static final List<Column> DATABASES =
      List.of(
          text("name", "What clients call it."),
          text("host", "Host or hosts of PostgreSQL, or the directory of its unix socket."),
          int4("port", "Port of PostgreSQL."),
          text("database", "What PostgreSQL calls it."),
          text("force_user", "Who servers log in as, whoever the client is; null for none."),
          int4("pool_size", "Most servers of one pool; 0 for no limit."),
          int4("min_pool_size", "Servers that are kept open in a pool in use."),
          int4("reserve_pool_size", "Servers beyond pool_size after reserve_pool_timeout."),
          int4("server_lifetime", "Seconds after which a free server is closed."),
          text("pool_mode", "session, transaction or statement."),
          text(
              "load_balance_hosts",
              "How a list of hosts is used, round-robin or disable; null for a single host."),
          int4("max_connections", "max_db_connections; 0 for no limit."),
          int4("current_connections", "Servers of all its pools, those being opened included."),
          int4("max_client_connections", "max_db_client_connections; 0 for no limit."),
          int4("current_client_connections", "Clients logged in to it."),
          int4("paused", "1 while PAUSE or KILL holds it."),
          int4("disabled", "1 while DISABLE refuses new clients."));

  static final List<Column> USERS =
      List.of(
          text("name", "Known from the userlist, the [users] section or a login."),
          text("pool_size", "pool_size of this user; empty when it has none of its own."),
          int4("reserve_pool_size", "reserve_pool_size of this user; 0 for none of its own."),
          text("pool_mode", "pool_mode of this user; null when it has none of its own."),
          int4("max_user_connections", "Most servers logged in as this user; 0 for no limit."),
          int4("current_connections", "Servers logged in as this user."),
          int4("max_user_client_connections", "Most clients of this user; 0 for no limit."),
          int4("current_client_connections", "Clients logged in as this user."));

  static final List<Column> LISTS =
      List.of(
          text(
              "list",
              "databases, users, peers, pools, peer_pools, free_clients, used_clients,"
                  + " login_clients, free_servers, used_servers, dns_names, dns_zones, dns_queries"
                  + " or dns_pending."),
          int4("items", "How long that list is; no zone is watched and no look-up queued: 0."));

  static final List<Column> HISTOGRAMS =
      List.of(
          text("database", "The name of the database in the [databases] section."),
          text("user", "Who its servers are logged in as."),
          text(
              "timing",
              Arrays.stream(Timing.values())
                  .map(each -> each.name().toLowerCase(Locale.ROOT) + ": " + each.meaning())
                  .collect(Collectors.joining(" "))),
          int8("count", "How many were measured since the pool of this database and user began."),
          int8("mean_us", "Their mean in microseconds."),
          int8("p50_us", "Half of them took at most so many microseconds."),
          int8("p90_us", "90 of 100 took at most so many microseconds."),
          int8("p99_us", "99 of 100 took at most so many microseconds."),
          int8("p999_us", "999 of 1000 took at most so many microseconds."),
          int8("max_us", "The longest, in microseconds."));

  private PoolColumns() {}
}
