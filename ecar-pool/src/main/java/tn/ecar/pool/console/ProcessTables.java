package tn.ecar.pool.console;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.PeerSettings;
import tn.ecar.pool.config.Setting;

/** SHOW CONFIG, MEM, DNS_HOSTS, DNS_ZONES, PEERS, PEER_POOLS, STATE and VERSION. */
final class ProcessTables {
  /** What SHOW VERSION answers; tools look for the name and number they know. */
  static final String VERSION = "PgBouncer 1.25.2 (spoken by ECAR)";

  private static final int KIBIBYTE = 1024;

  private ProcessTables() {}

  static Table config(Operations pooler) {
    Configuration configuration = pooler.configuration();
    Table table = new Table().text("key", "value", "default", "changeable");
    for (Setting setting : Setting.values()) {
      table.row(
          setting.key(),
          configuration.text(setting),
          setting.defaultValue(),
          yesNo(setting.reloadable()));
    }
    return table;
  }

  /** The Java machine's memory in blocks of 1 KiB; there are no caches of fixed-size objects. */
  static Table memory() {
    Table table = new Table().text("name").int4("size", "used", "free", "memtotal");
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage usage = pool.getUsage();
      table.row(
          pool.getName(),
          KIBIBYTE,
          usage.getUsed() / KIBIBYTE,
          (usage.getCommitted() - usage.getUsed()) / KIBIBYTE,
          Math.min(usage.getCommitted(), Integer.MAX_VALUE));
    }
    return table;
  }

  /** Names are resolved by the Java machine, whose cache cannot be listed. */
  static Table dnsHosts() {
    return new Table().text("hostname").int4("ttl").text("addrs");
  }

  static Table dnsZones() {
    return new Table().text("zonename").int8("serial").int4("count");
  }

  static Table peers(Operations pooler) {
    Table table = new Table().int4("peer_id").text("host").int4("port", "pool_size");
    Configuration configuration = pooler.configuration();
    for (PeerSettings peer : configuration.peers().values()) {
      table.row(
          peer.id(),
          peer.address().host(),
          peer.address().port(),
          peer.poolSize().orElse(configuration.integer(Setting.DEFAULT_POOL_SIZE)));
    }
    return table;
  }

  static Table peerPools(Operations pooler) {
    Table table =
        new Table()
            .int4("peer_id", "cl_active_cancel_req", "cl_waiting_cancel_req")
            .int4("sv_active_cancel", "sv_login");
    pooler.configuration().peers().keySet().forEach(id -> table.row(id, 0, 0, 0, 0));
    return table;
  }

  static Table state(Operations pooler) {
    boolean paused = pooler.paused();
    return new Table()
        .text("key", "value")
        .row("active", yesNo(!paused))
        .row("paused", yesNo(paused))
        .row("suspended", yesNo(false));
  }

  static Table version() {
    return new Table().text("version").row(VERSION);
  }

  private static String yesNo(boolean answer) {
    return answer ? "yes" : "no";
  }
}
