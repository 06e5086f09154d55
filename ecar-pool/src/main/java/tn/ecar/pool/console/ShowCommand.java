package tn.ecar.pool.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import tn.ecar.pool.management.OpenMetrics;

/** What SHOW can show, apart from HELP: which columns, what they mean, and who fills them. */
public enum ShowCommand {
  ACTIVE_SOCKETS(
      "The lines of SHOW SOCKETS that are active.",
      ConnectionColumns.SOCKETS,
      ConnectionTables::activeSockets),
  ADVICE(
      "What sizes the pool should have, from what was measured since it began.",
      SizingTables.ADVICE,
      SizingTables::advice),
  ALERTS(
      "A line per alert rule; the sweep looks at them three times a second.",
      ProcessColumns.ALERTS,
      ProcessTables::alerts),
  BUCKETS(
      "How many of each timing took at most so long, per pool: to be subtracted and added up.",
      EventTables.BUCKETS,
      EventTables::buckets),
  CHANGES(
      "The newest commands that have changed something, and who gave them.",
      EventTables.CHANGES,
      EventTables::changes),
  CLIENTS("A line per client.", ConnectionColumns.CONNECTIONS, ConnectionTables::clients),
  CONFIG("A line per setting.", ProcessColumns.CONFIG, ProcessTables::config),
  DATABASES("A line per database.", PoolColumns.DATABASES, PoolTables::databases),
  DNS_HOSTS(
      "A line per host name that was looked up; one without addresses could not be resolved.",
      ProcessColumns.DNS_HOSTS,
      ProcessTables::hostNames),
  DNS_ZONES(
      "Empty: no zone is watched; names in use are looked up again after dns_max_ttl.",
      ProcessColumns.DNS_ZONES,
      ShowCommand::nothing),
  EVENTS("Servers closed and clients refused, by reason.", EventTables.EVENTS, EventTables::events),
  FDS(
      "Empty: no descriptor of a Java socket can be handed to another process. Admins only.",
      ConnectionColumns.FDS,
      ShowCommand::nothing),
  HISTOGRAMS(
      "How waits, leases, connects and transactions were distributed, per pool.",
      PoolColumns.HISTOGRAMS,
      PoolTables::histograms),
  LEAKS(
      "Connections and transactions kept too long, per place in the code.",
      ProcessColumns.LEAKS,
      ProcessTables::leaks),
  LISTS("How long the pool's lists are.", PoolColumns.LISTS, PoolTables::lists),
  LOAD("What SHOW ADVICE rests on, per pool.", SizingTables.LOAD, SizingTables::load),
  MEM(
      "The memory pools of the Java machine; there are no caches of objects of one size.",
      ProcessColumns.MEM,
      (table, pooler) -> ProcessTables.memory(table)),
  METRICS(
      "The pool's figures as OpenMetrics text, for Prometheus.",
      ProcessColumns.METRICS,
      (table, pooler) -> OpenMetrics.lines(pooler).forEach(table::row)),
  PEERS("A line per entry of [peers].", ProcessColumns.PEERS, ProcessTables::peers),
  PEER_POOLS(
      "Cancel requests forwarded to each peer.",
      ProcessColumns.PEER_POOLS,
      ProcessTables::peerPools),
  POOLS("A line per pool: per database and user.", PoolColumns.POOLS, PoolTables::pools),
  ROTATIONS(
      "A line per user whose secret is being changed.",
      RotationTables.ROTATIONS,
      RotationTables::rotations),
  SERVERS(
      "A line per server connection.", ConnectionColumns.CONNECTIONS, ConnectionTables::servers),
  SESSION_STATE(
      "What clients have left behind in sessions that do not stay theirs, per place it comes from.",
      ProcessColumns.SESSION_STATE,
      ProcessTables::sessionState),
  SOCKETS(
      "Clients and servers in one table.", ConnectionColumns.SOCKETS, ConnectionTables::sockets),
  STATE("Whether the pool works.", ProcessColumns.STATE, ProcessTables::state),
  STATS("Sums and averages of each database.", Statistic.statsColumns(), StatisticsTables::stats),
  STATS_AVERAGES(
      "The averages of SHOW STATS.",
      Statistic.averagesColumns(),
      StatisticsTables::averagesByDatabase),
  STATS_TOTALS(
      "The sums of SHOW STATS.", Statistic.totalsColumns(), StatisticsTables::totalsByDatabase),
  TOTALS(
      "The figures of SHOW STATS for all databases together.",
      Statistic.sumColumns(),
      StatisticsTables::totals),
  USERS("A line per known user.", PoolColumns.USERS, PoolTables::users),
  VERSION(
      "Which version this is.",
      ProcessColumns.VERSION,
      (table, pooler) -> ProcessTables.version(table));

  private final String meaning;

  // An unmodifiable list, which the check cannot see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Column> columns;

  // A method of a class without state, which the check cannot see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final BiConsumer<Table, Operations> filling;

  ShowCommand(String meaning, List<Column> columns, BiConsumer<Table, Operations> filling) {
    this.meaning = meaning;
    this.columns = columns;
    this.filling = filling;
  }

  private static void nothing(Table table, Operations pooler) {
    // Whoever asks gets the columns, and no row: there is nothing of the kind.
  }

  /** The command of this word, in any case. */
  static Optional<ShowCommand> of(String word) {
    String wanted = word.toUpperCase(Locale.ROOT);
    return Arrays.stream(values()).filter(command -> command.name().equals(wanted)).findFirst();
  }

  /** One sentence on what it shows. */
  public String meaning() {
    return meaning;
  }

  /** Its columns, in their order. */
  public List<Column> columns() {
    return columns;
  }

  Table table(Operations pooler) {
    Table table = new Table(columns);
    filling.accept(table, pooler);
    return table;
  }

  boolean adminOnly() {
    return this == FDS;
  }
}
