package tn.ecar.pool.console;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.StringJoiner;

/**
 * The columns of every SHOW table as the contract has them, and their types: t text, i int4, b
 * int8, n numeric.
 */
final class ContractColumns {
  static final String TABLE =
      """
      POOLS | database, user, cl_active, cl_waiting, cl_active_cancel_req, cl_waiting_cancel_req, sv_active, sv_active_cancel, sv_being_canceled, sv_idle, sv_used, sv_tested, sv_login, maxwait, maxwait_us, pool_mode, load_balance_hosts | ttiiiiiiiiiiiiitt
      CLIENTS | type, user, database, replication, state, addr, port, local_addr, local_port, connect_time, request_time, wait, wait_us, close_needed, ptr, link, remote_pid, tls, application_name, prepared_statements, id | ttttttitittiiittittii
      SERVERS | type, user, database, replication, state, addr, port, local_addr, local_port, connect_time, request_time, wait, wait_us, close_needed, ptr, link, remote_pid, tls, application_name, prepared_statements, id | ttttttitittiiittittii
      SOCKETS | type, user, database, replication, state, addr, port, local_addr, local_port, connect_time, request_time, wait, wait_us, close_needed, ptr, link, remote_pid, tls, application_name, prepared_statements, id, recv_pos, pkt_pos, pkt_remain, send_pos, send_remain, pkt_avail, send_avail | ttttttitittiiittittiiiiiiiii
      STATS | database, total_server_assignment_count, total_xact_count, total_query_count, total_received, total_sent, total_xact_time, total_query_time, total_wait_time, total_client_parse_count, total_server_parse_count, total_bind_count, total_client_login_count, avg_server_assignment_count, avg_xact_count, avg_query_count, avg_recv, avg_sent, avg_xact_time, avg_query_time, avg_wait_time, avg_client_parse_count, avg_server_parse_count, avg_bind_count, avg_client_login_count | tnnnnnnnnnnnnnnnnnnnnnnnn
      STATS_TOTALS | database, server_assignment_count, xact_count, query_count, bytes_received, bytes_sent, xact_time, query_time, wait_time, client_parse_count, server_parse_count, bind_count, client_login_count | tnnnnnnnnnnnn
      STATS_AVERAGES | database, server_assignment_count, xact_count, query_count, bytes_received, bytes_sent, xact_time, query_time, wait_time, avg_client_parse_count, avg_server_parse_count, avg_bind_count, avg_client_login_count | tnnnnnnnnnnnn
      TOTALS | name, value | tn
      LISTS | list, items | ti
      DATABASES | name, host, port, database, force_user, pool_size, min_pool_size, reserve_pool_size, server_lifetime, pool_mode, load_balance_hosts, max_connections, current_connections, max_client_connections, current_client_connections, paused, disabled | ttittiiiittiiiiii
      USERS | name, pool_size, reserve_pool_size, pool_mode, max_user_connections, current_connections, max_user_client_connections, current_client_connections | ttitiiii
      CONFIG | key, value, default, changeable | tttt
      FDS | fd, task, user, database, addr, port, cancel, link, client_encoding, std_strings, datestyle, timezone, password, scram_client_key, scram_server_key | ittttibittttttt
      MEM | name, size, used, free, memtotal | tiiii
      DNS_HOSTS | hostname, ttl, addrs | tit
      DNS_ZONES | zonename, serial, count | tbi
      PEERS | peer_id, host, port, pool_size | itii
      PEER_POOLS | peer_id, cl_active_cancel_req, cl_waiting_cancel_req, sv_active_cancel, sv_login | iiiii
      STATE | key, value | tt
      VERSION | version | t
      ACTIVE_SOCKETS | type, user, database, replication, state, addr, port, local_addr, local_port, connect_time, request_time, wait, wait_us, close_needed, ptr, link, remote_pid, tls, application_name, prepared_statements, id, recv_pos, pkt_pos, pkt_remain, send_pos, send_remain, pkt_avail, send_avail | ttttttitittiiittittiiiiiiiii
      """;

  private ContractColumns() {}

  /** The names of an answer's columns, as the table above spells them. */
  static String names(ResultSet answer) throws SQLException {
    ResultSetMetaData columns = answer.getMetaData();
    StringJoiner names = new StringJoiner(", ");
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      names.add(columns.getColumnName(i));
    }
    return names.toString();
  }

  /** The types of an answer's columns, a letter for each. */
  static String types(ResultSet answer) throws SQLException {
    ResultSetMetaData columns = answer.getMetaData();
    StringBuilder types = new StringBuilder();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      types.append(
          switch (columns.getColumnTypeName(i)) {
            case "text" -> 't';
            case "int4" -> 'i';
            case "int8" -> 'b';
            case "numeric" -> 'n';
            default -> '?';
          });
    }
    return types.toString();
  }
}
