package tn.ecar.pool.console;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What SHOW can show, apart from HELP. */
enum ShowCommand {
  ACTIVE_SOCKETS(ConnectionTables::activeSockets),
  CLIENTS(ConnectionTables::clients),
  CONFIG(ProcessTables::config),
  DATABASES(PoolTables::databases),
  DNS_HOSTS(pooler -> ProcessTables.dnsHosts()),
  DNS_ZONES(pooler -> ProcessTables.dnsZones()),
  FDS(pooler -> ConnectionTables.fds()),
  LISTS(PoolTables::lists),
  MEM(pooler -> ProcessTables.memory()),
  PEERS(ProcessTables::peers),
  PEER_POOLS(ProcessTables::peerPools),
  POOLS(PoolTables::pools),
  SERVERS(ConnectionTables::servers),
  SOCKETS(ConnectionTables::sockets),
  STATE(ProcessTables::state),
  STATS(StatisticsTables::stats),
  STATS_AVERAGES(StatisticsTables::averagesByDatabase),
  STATS_TOTALS(StatisticsTables::totalsByDatabase),
  TOTALS(StatisticsTables::totals),
  USERS(PoolTables::users),
  VERSION(pooler -> ProcessTables.version());

  // A method of a class without state, which the check cannot see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<Operations, Table> table;

  ShowCommand(Function<Operations, Table> table) {
    this.table = table;
  }

  /** The command of this word, in any case. */
  static Optional<ShowCommand> of(String word) {
    String wanted = word.toUpperCase(Locale.ROOT);
    return Arrays.stream(values()).filter(command -> command.name().equals(wanted)).findFirst();
  }

  Table table(Operations pooler) {
    return table.apply(pooler);
  }

  boolean adminOnly() {
    return this == FDS;
  }
}
