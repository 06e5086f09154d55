package tn.ecar.pool.console;

/** What SHOW HELP says. */
final class Help {
  static final String TEXT =
      """

      \tSHOW HELP|CONFIG|DATABASES|POOLS|CLIENTS|SERVERS|USERS|VERSION
      \tSHOW PEERS|PEER_POOLS
      \tSHOW FDS|SOCKETS|ACTIVE_SOCKETS|LISTS|MEM|STATE
      \tSHOW DNS_HOSTS|DNS_ZONES
      \tSHOW STATS|STATS_TOTALS|STATS_AVERAGES|TOTALS
      \tSHOW ADVICE|ALERTS|BUCKETS|CHANGES|EVENTS|HISTOGRAMS|LEAKS|LOAD|METRICS
      \tSHOW ROTATIONS|SESSION_STATE
      \tSET key = arg
      \tRELOAD
      \tPAUSE [<db>]
      \tRESUME [<db>]
      \tDISABLE <db>
      \tENABLE <db>
      \tRECONNECT [<db>]
      \tKILL [<db>]
      \tKILL_CLIENT <client_id>
      \tWAIT_CLOSE [<db>]
      \tSUSPEND
      \tSHUTDOWN [WAIT_FOR_SERVERS|WAIT_FOR_CLIENTS]
      \tROTATE <user>\
      """;

  private Help() {}
}
