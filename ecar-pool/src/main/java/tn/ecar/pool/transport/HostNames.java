package tn.ecar.pool.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The names of database hosts and what they were resolved to. An answer is believed for
 * dns_max_ttl, a failure for dns_nxdomain_ttl; of several addresses another comes first each time.
 * Names in use are looked up again when their time is over, so that a name that has moved is
 * noticed. Thread-safe; a look-up is made outside the lock.
 */
public final class HostNames {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  /** Who resolves a name; {@link InetAddress#getAllByName} outside tests. */
  @FunctionalInterface
  public interface Resolver {
    /** Its addresses, one at least. */
    InetAddress[] resolve(String name) throws UnknownHostException;
  }

  /** Who wants to know that a name has other addresses than before. */
  @FunctionalInterface
  public interface Moved {
    /** On the thread that looked it up. */
    void moved(String name, Set<InetAddress> now);
  }

  /**
   * A name that has been looked up.
   *
   * @param addresses none when it could not be resolved
   * @param secondsLeft until it is looked up again; 0 when that is due
   */
  public record Known(String name, List<InetAddress> addresses, long secondsLeft) {}

  private static final class Entry {
    private List<InetAddress> addresses = List.of();

    /** Outlives a look-up that has failed, or a move behind it would go unnoticed. */
    private Set<InetAddress> lastFound = Set.of();

    private String failure = "";
    private long lookedUp;
    private int turn;
    private boolean busy;
  }

  private final Resolver resolver;
  private final LongSupplier micros;
  private final LongSupplier maxTtl;
  private final LongSupplier nxdomainTtl;
  private final Moved moved;

  /** By name; guarded by itself. */
  private final Map<String, Entry> entries = new TreeMap<>();

  /**
   * Knows no name yet.
   *
   * @param micros the present moment in microseconds
   * @param maxTtl for how many of them an answer is believed
   * @param nxdomainTtl for how many of them a failure is believed
   */
  public HostNames(
      Resolver resolver,
      LongSupplier micros,
      LongSupplier maxTtl,
      LongSupplier nxdomainTtl,
      Moved moved) {
    this.resolver = resolver;
    this.micros = micros;
    this.maxTtl = maxTtl;
    this.nxdomainTtl = nxdomainTtl;
    this.moved = moved;
  }

  /** One that asks the system each time; for who connects once. */
  public static HostNames uncached() {
    return new HostNames(InetAddress::getAllByName, () -> 0, () -> 0, () -> 0, (name, now) -> {});
  }

  /**
   * The addresses of a host in the order to try them.
   *
   * @throws UnknownHostException when it has none, as far as is known
   */
  public List<InetAddress> addresses(String name) throws UnknownHostException {
    if (isNumeric(name)) {
      return List.of(InetAddress.getByName(name));
    }
    Entry present = believed(name);
    Entry entry = present == null ? lookUp(name) : present;
    synchronized (entries) {
      if (entry.addresses.isEmpty()) {
        throw new UnknownHostException(entry.failure);
      }
      List<InetAddress> order = new ArrayList<>(entry.addresses);
      Collections.rotate(order, -(entry.turn++ % order.size()));
      return order;
    }
  }

  /** An address needs no look-up. */
  private static boolean isNumeric(String host) {
    return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  private Entry believed(String name) {
    synchronized (entries) {
      Entry entry = entries.get(name);
      return entry == null || left(entry) <= 0 ? null : entry;
    }
  }

  private long left(Entry entry) {
    long ttl = (entry.addresses.isEmpty() ? nxdomainTtl : maxTtl).getAsLong();
    return entry.lookedUp + ttl - micros.getAsLong();
  }

  private Entry lookUp(String name) {
    List<InetAddress> found = List.of();
    String failure = "";
    try {
      found = List.copyOf(Arrays.asList(resolver.resolve(name)));
    } catch (UnknownHostException unknown) {
      failure = unknown.getMessage() == null ? name : unknown.getMessage();
    }
    Set<InetAddress> before;
    Entry entry;
    synchronized (entries) {
      entry = entries.computeIfAbsent(name, newName -> new Entry());
      before = entry.lastFound;
      if (!found.isEmpty()) {
        entry.lastFound = Set.copyOf(found);
      }
      entry.busy = false;
      entry.lookedUp = micros.getAsLong();
      entry.addresses = found;
      entry.failure = failure;
    }
    Set<InetAddress> now = new HashSet<>(found);
    // A name that cannot be looked up for a while says nothing about servers that work.
    if (!before.isEmpty() && !now.isEmpty() && !before.equals(now)) {
      LOG.log(System.Logger.Level.INFO, "host {0} has other addresses now: {1}", name, now);
      moved.moved(name, now);
    }
    return entry;
  }

  /**
   * Forgets what nobody needs any more.
   *
   * @param isUsed whether server connections stand on this host
   * @return a look-up that is due of a name in use, to be run where it may take its time; empty
   *     when none is
   */
  public Optional<Runnable> due(Predicate<String> isUsed) {
    synchronized (entries) {
      entries.entrySet().removeIf(it -> left(it.getValue()) <= 0 && !isUsed.test(it.getKey()));
      for (Map.Entry<String, Entry> each : entries.entrySet()) {
        Entry entry = each.getValue();
        if (!entry.busy && left(entry) <= 0) {
          entry.busy = true;
          return Optional.of(() -> lookUp(each.getKey()));
        }
      }
      return Optional.empty();
    }
  }

  /** Every name that is known, or known to be nobody's. */
  public List<Known> known() {
    synchronized (entries) {
      return entries.entrySet().stream()
          .map(
              it ->
                  new Known(
                      it.getKey(),
                      it.getValue().addresses,
                      Math.max(0, left(it.getValue())) / 1_000_000))
          .toList();
    }
  }
}
