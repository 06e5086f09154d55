package tn.ecar.pool.console;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.net.InetAddress;
import java.util.stream.Collectors;
import tn.ecar.pool.AlertFigures;
import tn.ecar.pool.LeakReport;
import tn.ecar.pool.PeerFigures;
import tn.ecar.pool.SessionStateReport;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.PeerSettings;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.transport.HostNames;

/** SHOW CONFIG, DNS_HOSTS, MEM, PEERS, PEER_POOLS, STATE and VERSION. */
final class ProcessTables {
  private static final int KIBIBYTE = 1024;

  private ProcessTables() {}

  static void config(Table table, Operations pooler) {
    Configuration configuration = pooler.configuration();
    for (Setting setting : Setting.values()) {
      table.row(
          setting.key(),
          configuration.text(setting),
          setting.defaultValue(),
          yesNo(setting.reloadable()));
    }
  }

  /** The Java machine's memory in blocks of 1 KiB; there are no caches of fixed-size objects. */
  static void memory(Table table) {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage usage = pool.getUsage();
      table.row(
          pool.getName(),
          KIBIBYTE,
          usage.getUsed() / KIBIBYTE,
          (usage.getCommitted() - usage.getUsed()) / KIBIBYTE,
          Math.min(usage.getCommitted(), Integer.MAX_VALUE));
    }
  }

  static void hostNames(Table table, Operations pooler) {
    for (HostNames.Known known : pooler.hostNames()) {
      String addresses =
          known.addresses().stream()
              .map(InetAddress::getHostAddress)
              .collect(Collectors.joining(","));
      table.row(known.name(), known.secondsLeft(), addresses);
    }
  }

  static void peers(Table table, Operations pooler) {
    Configuration configuration = pooler.configuration();
    for (PeerSettings peer : configuration.peers().values()) {
      table.row(
          peer.id(),
          peer.address().host(),
          peer.address().port(),
          peer.poolSize().orElse(configuration.integer(Setting.DEFAULT_POOL_SIZE)));
    }
  }

  static void peerPools(Table table, Operations pooler) {
    for (PeerFigures peer : pooler.peers()) {
      table.row(peer.id(), peer.active(), peer.waiting(), peer.carrying(), peer.opening());
    }
  }

  static void state(Table table, Operations pooler) {
    boolean paused = pooler.paused();
    table
        .row("active", yesNo(!paused && !pooler.suspended()))
        .row("paused", yesNo(paused))
        .row("suspended", yesNo(pooler.suspended()));
  }

  static void alerts(Table table, Operations pooler) {
    for (AlertFigures alert : pooler.alerts()) {
      table.row(
          alert.rule(),
          alert.database().isEmpty() ? null : alert.database(),
          alert.open() ? "open" : "closed",
          alert.value(),
          alert.threshold(),
          ConnectionTables.time(alert.since()));
    }
  }

  static void sessionState(Table table, Operations pooler) {
    for (SessionStateReport report : pooler.sessionState()) {
      table.row(
          ConnectionTables.time(report.firstSeen()),
          report.tag(),
          report.name(),
          report.meaning(),
          report.database(),
          report.user(),
          report.applicationName(),
          report.place(),
          report.count());
    }
  }

  static void leaks(Table table, Operations pooler) {
    for (LeakReport report : pooler.leaks()) {
      table.row(
          ConnectionTables.time(report.firstSeen()),
          ConnectionTables.time(report.lastSeen()),
          report.kind().word(),
          report.database(),
          report.user(),
          report.place(),
          report.count(),
          report.longest().toSeconds());
    }
  }

  static void version(Table table) {
    table.row(Operations.VERSION);
  }

  private static String yesNo(boolean answer) {
    return answer ? "yes" : "no";
  }
}
