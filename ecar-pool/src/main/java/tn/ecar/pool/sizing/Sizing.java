package tn.ecar.pool.sizing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Advice on sizes from what was measured. It knows nothing but its figures.
 *
 * <p>A pool's size begins with Little's law: servers busy on average are arrivals times the length
 * of a lease. Erlang's formula says how many more keep waiting rare. Three things move that number:
 * waits that are longer than a lease (arrivals come in bursts, or the pool was full and hid its
 * load), threads that hold one server and want another, and the cores of the database, beyond which
 * servers only wait for each other inside PostgreSQL.
 */
public final class Sizing {
  private static final double MAY_WAIT = 0.05;
  private static final int SERVERS_PER_CORE = 2;
  private static final int WHOLE = 100;

  /** The alert on clients rings at four fifths of max_client_conn. */
  private static final double CLIENTS_SHARE = 0.8;

  private final OptionalInt cores;

  /**
   * @param cores processor cores of the database's machine; empty when nobody knows
   */
  public Sizing(OptionalInt cores) {
    if (cores.isPresent() && cores.getAsInt() < 1) {
      throw new IllegalArgumentException(cores.getAsInt() + " cores: give a number from 1");
    }
    this.cores = cores;
  }

  /**
   * @param cores processor cores of the database's machine; 0 when nobody knows
   */
  public static Sizing of(int cores) {
    return new Sizing(cores == 0 ? OptionalInt.empty() : OptionalInt.of(cores));
  }

  /** Two lines for each pool, and one for all of them. */
  public List<Advice> advise(List<Load> loads) {
    List<Advice> all = new ArrayList<>();
    for (Load load : loads) {
      Advice size = poolSize(load);
      all.add(size);
      all.add(reserve(load, size.advised()));
    }
    loads.stream().findFirst().map(Sizing::clients).ifPresent(all::add);
    return all;
  }

  private Advice poolSize(Load load) {
    if (load.leased().isZero()) {
      return advice(
          load,
          load.poolSize(),
          "Nothing: no server has been in a client's hands yet.",
          "Ask again when the pool has worked under its usual load.");
    }
    Advice wanted = wanted(load);
    OptionalInt most = most(load);
    if (most.isPresent() && wanted.advised() > most.getAsInt() && load.nested() < 2) {
      return advice(
          load,
          most.getAsInt(),
          String.format(
              Locale.ROOT,
              "%d cores: servers work during %d %% of their transactions, so %d keep %d per core at"
                  + " work; more would wait for each other inside PostgreSQL.",
              cores.orElseThrow(),
              work(load),
              most.getAsInt(),
              SERVERS_PER_CORE),
          "Without that limit it would be " + wanted.advised() + ": " + wanted.because());
    }
    return wanted;
  }

  private Advice wanted(Load load) {
    int enough = enough(load.busy(), load);
    if (load.nested() > 1) {
      int size = Math.max(enough, load.peak());
      return advice(
          load,
          size,
          String.format(
              Locale.ROOT,
              "One thread wanted %d servers at once and waited while it held the first; with as"
                  + " many as the %d clients of the busiest moment none waits for another.",
              load.nested(),
              load.peak()),
          "Without REQUIRES_NEW inside transactions " + enough + " would do.");
    }
    if (load.wait99().compareTo(load.meanLease()) > 0 && load.peak() > enough) {
      return bursts(load, enough);
    }
    return advice(
        load,
        enough,
        littlesLaw(load)
            + String.format(
                Locale.ROOT,
                "; with %d at most 1 request of 20 waits. 99 of 100 waited up to %s.",
                enough,
                text(load.wait99())),
        "Twice the arrivals, or leases of twice the length, would want "
            + ErlangC.servers(2 * load.busy(), MAY_WAIT)
            + "; half of either "
            + ErlangC.servers(load.busy() / 2, MAY_WAIT)
            + ".");
  }

  /** The average is no guide: it grows to the peak, in steps that can be measured again. */
  private Advice bursts(Load load, int enough) {
    int step = load.poolSize() == 0 ? load.peak() : Math.max(enough, 2 * load.poolSize());
    return advice(
        load,
        Math.min(load.peak(), step),
        String.format(
            Locale.ROOT,
            "99 of 100 waited up to %s, longer than the %s that a lease takes: at the busiest"
                + " moment %d clients were served or waited. %s.",
            text(load.wait99()),
            text(load.meanLease()),
            load.peak(),
            littlesLaw(load)),
        "If they came evenly, "
            + enough
            + " would do. "
            + (cores.isPresent()
                ? "Measure again after the change."
                : "The database's cores (server_cores, --cores) would set a limit."));
  }

  private static String littlesLaw(Load load) {
    if (load.leases() == 0) {
      return String.format(
          Locale.ROOT,
          "Clients kept %.1f servers in the busiest %s and gave none back",
          load.busy(),
          text(load.window()));
    }
    return String.format(
        Locale.ROOT,
        "Little's law: %.1f leases per second of %s keep %.1f servers busy in the busiest %s",
        load.perSecond(),
        text(load.meanLease()),
        load.busy(),
        text(load.window()));
  }

  /** Never more than were wanted at any moment. */
  private static int enough(double busy, Load load) {
    return Math.max(1, Math.min(ErlangC.servers(busy, MAY_WAIT), Math.max(1, load.peak())));
  }

  private OptionalInt most(Load load) {
    return cores.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(Math.max(1, cores.getAsInt() * SERVERS_PER_CORE * WHOLE / work(load)));
  }

  private static int work(Load load) {
    return Math.min(WHOLE, Math.max(1, load.workPercent()));
  }

  private Advice reserve(Load load, int size) {
    int missing = size == 0 ? 0 : Math.max(0, load.peak() - size);
    int reserve = Math.min(missing, size);
    OptionalInt most = most(load);
    if (most.isPresent()) {
      reserve = Math.min(reserve, Math.max(0, most.getAsInt() - size));
    }
    return new Advice(
        load.database(),
        load.user(),
        "reserve_pool_size",
        load.reserveSize(),
        reserve,
        "At the busiest moment "
            + load.peak()
            + " clients held a server or waited for one; pool_size would be "
            + size
            + ".",
        "0 does where a wait of reserve_pool_timeout harms nobody.");
  }

  private static Advice clients(Load load) {
    int enough = (int) Math.ceil(load.peakClients() / CLIENTS_SHARE);
    return new Advice(
        "",
        "",
        "max_client_conn",
        load.maxClients(),
        Math.max(load.maxClients(), enough),
        "At most "
            + load.peakClients()
            + " clients were logged in at once; the alert rings above 80 % of the limit.",
        "More than " + (int) Math.floor(load.maxClients() * CLIENTS_SHARE) + " clients at once.");
  }

  private static Advice advice(Load load, int advised, String because, String change) {
    return new Advice(
        load.database(), load.user(), "pool_size", load.poolSize(), advised, because, change);
  }

  private static String text(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    return millis < 1_000
        ? String.format(Locale.ROOT, "%.1f ms", millis)
        : String.format(Locale.ROOT, "%.1f s", millis / 1_000);
  }
}
