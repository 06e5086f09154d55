package tn.ecar.pool.doctor;

import static tn.ecar.pool.doctor.Finding.ok;
import static tn.ecar.pool.doctor.Finding.warn;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.protocol.Refusal;

/** What a PostgreSQL tells somebody who has logged in: sizes, and what is left open in it. */
final class PostgresChecks {
  private static final String SIZE = "pool size";

  /** Where the pool has no leak_threshold. */
  private static final Duration LONG_OPEN = Duration.ofSeconds(60);

  /** More connections than these for each core only wait for each other inside PostgreSQL. */
  private static final int MOST_PER_CORE = 16;

  private final Configuration configuration;
  private final Ways ways;
  private final ServerAddress host;
  private final Probe probe;

  PostgresChecks(Configuration configuration, Ways ways, ServerAddress host, Probe probe) {
    this.configuration = configuration;
    this.ways = ways;
    this.host = host;
    this.probe = probe;
  }

  void look(Consumer<Finding> found) throws IOException, Refusal {
    found.accept(itself());
    found.accept(size());
    cores(found);
    found.accept(prepared());
    leftOpen(found);
    inDoubt(found);
  }

  private Finding itself() throws IOException, Refusal {
    String process = probe.value("select pg_backend_pid()");
    return process.equals("" + probe.process())
        ? ok("pooled once", host + " is PostgreSQL itself")
        : warn(
            "pooled twice",
            host + " is a pool itself: its cancel key is not the server's process",
            "let host= and port= name PostgreSQL; a pool behind a pool waits twice");
  }

  private Finding size() throws IOException, Refusal {
    int most = Integer.parseInt(probe.value("show max_connections"));
    int reserved = Integer.parseInt(probe.value("show superuser_reserved_connections"));
    OptionalInt wanted = ways.wanted(host);
    String seen =
        "all pools together open "
            + (wanted.isPresent() ? "up to " + wanted.getAsInt() : "as many as are asked for")
            + " server connections; max_connections = "
            + most
            + ", reserved "
            + reserved;
    return wanted.isEmpty() || wanted.getAsInt() > most - reserved
        ? warn(
            SIZE,
            seen,
            "set max_db_connections, make default_pool_size smaller, or raise max_connections")
        : ok(SIZE, seen);
  }

  private void cores(Consumer<Finding> found) throws IOException {
    int given = configuration.integer(Setting.SERVER_CORES);
    boolean here = !host.isUnix() && InetAddress.getByName(host.host()).isLoopbackAddress();
    if (given == 0 && !here && !host.isUnix()) {
      return;
    }
    int cores = given == 0 ? Runtime.getRuntime().availableProcessors() : given;
    OptionalInt largest = ways.largest(host);
    String seen = pool(largest) + " for " + cores + " cores of PostgreSQL's machine";
    found.accept(
        largest.isEmpty() || largest.getAsInt() > cores * MOST_PER_CORE
            ? warn(
                "cores",
                seen,
                "more than "
                    + MOST_PER_CORE
                    + " per core wait for each other: a smaller default_pool_size, or server_cores"
                    + " where that machine is another; ./ecar size says more")
            : ok("cores", seen));
  }

  private Finding prepared() throws IOException, Refusal {
    String check = "two-phase commits";
    int prepared = Integer.parseInt(probe.value("show max_prepared_transactions"));
    OptionalInt largest = ways.largest(host);
    String seen = "max_prepared_transactions = " + prepared;
    if (prepared == 0) {
      return warn(
          check,
          seen,
          "XA transactions fail: set it to the pool's size or more and restart PostgreSQL");
    }
    return largest.isEmpty() || prepared < largest.getAsInt()
        ? warn(
            check,
            seen + ", " + pool(largest),
            "set it to the pool's size or more and restart PostgreSQL")
        : ok(check, seen);
  }

  private static String pool(OptionalInt size) {
    return size.isPresent() ? "a pool of " + size.getAsInt() : "a pool without a limit";
  }

  private long seconds() {
    Duration threshold = configuration.duration(Setting.LEAK_THRESHOLD);
    return Math.max(1, (threshold.isZero() ? LONG_OPEN : threshold).toSeconds());
  }

  /** Every role sees its own sessions' states, also those that did not come through the pool. */
  private void leftOpen(Consumer<Finding> found) throws IOException, Refusal {
    List<Map<String, String>> open =
        probe.rows(
            "select pid, application_name, coalesce(host(client_addr), 'a unix socket') as place,"
                + " extract(epoch from now() - state_change)::int as idle"
                + " from pg_catalog.pg_stat_activity where state like 'idle in transaction%' and"
                + " now() - state_change > interval '"
                + seconds()
                + " seconds' order by state_change limit 5");
    for (Map<String, String> each : open) {
      found.accept(
          warn(
              "transaction left open",
              "process "
                  + each.get("pid")
                  + ", application "
                  + (each.get("application_name").isEmpty() ? "?" : each.get("application_name"))
                  + " at "
                  + each.get("place")
                  + ": idle in its transaction for "
                  + each.get("idle")
                  + " s",
              "end it there, set leak_threshold to learn its place, or idle_transaction_timeout"));
    }
  }

  private void inDoubt(Consumer<Finding> found) throws IOException, Refusal {
    String old =
        probe.value(
            "select count(*) from pg_catalog.pg_prepared_xacts where now() - prepared >"
                + " interval '"
                + seconds()
                + " seconds'");
    if (!old.equals("0")) {
      found.accept(
          warn(
              "transactions in doubt",
              old + " prepared transactions are older than " + seconds() + " s",
              "their locks stay until the application server recovers them, or COMMIT PREPARED or"
                  + " ROLLBACK PREPARED ends those of pg_prepared_xacts"));
    }
  }
}
