package tn.ecar.pool;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who keeps what he should have given back: connections open for longer than leak_threshold or
 * never closed at all, and transactions in which nothing happens for so long. Each place in the
 * code is told to the log once and counted.
 *
 * <p>Nothing is watched while leak_threshold is 0. Applications take and give back on their own
 * threads; the sweep's thread alone looks at what is kept and at what was collected.
 */
public final class Leaks {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  /** As many places as anybody will read about; later ones go to the log only. */
  private static final int MOST = 500;

  /** Whose fault it is. */
  record Place(String database, String user, String code) {}

  private record Where(LeakReport.Kind kind, Place place) {}

  private final Engine engine;
  private final Set<TakenHandle> taken = ConcurrentHashMap.newKeySet();
  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

  /** Guarded by itself. */
  private final Map<Where, LeakReport> reports = new LinkedHashMap<>();

  Leaks(Engine engine) {
    this.engine = engine;
  }

  /**
   * An application has taken a connection, on this thread.
   *
   * @param handle what the application holds; it is not kept alive
   * @param reclaim gives back what the handle stood for when it was collected unclosed; must not
   *     know the handle; null when there is nothing to give back
   * @return who is to be told of its end; null when nothing is watched
   */
  public TakenHandle watch(Object handle, String database, String user, Runnable reclaim) {
    if (engine.settings().leakThreshold().isZero()) {
      return null;
    }
    String code = CallingCode.here().orElse("unknown code");
    TakenHandle watched =
        new TakenHandle(
            handle, collected, this, new Place(database, user, code), engine.now(), reclaim);
    taken.add(watched);
    return watched;
  }

  /** The same for a handle on this client. */
  public TakenHandle watch(Object handle, Client client, Runnable reclaim) {
    return watch(handle, client.pool().database().name(), client.user(), reclaim);
  }

  void givenBack(TakenHandle handle) {
    taken.remove(handle);
    handle.clear();
  }

  void takenAway(TakenHandle handle) {
    if (taken.remove(handle)) {
      handle.clear();
      report(LeakReport.Kind.UNCLOSED_HANDLE, handle.place(), engine.now() - handle.since());
    }
  }

  /** What has been kept too long by now. */
  void sweep() {
    long now = engine.now();
    for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
      TakenHandle handle = (TakenHandle) gone;
      if (taken.remove(handle)) {
        report(LeakReport.Kind.UNCLOSED_HANDLE, handle.place(), now - handle.since());
        if (handle.reclaim() != null) {
          engine.work(handle.reclaim());
        }
      }
    }
    long most = Time.micros(engine.settings().leakThreshold());
    if (most > 0) {
      keptTooLong(now, most);
      leftOpen(now, most);
    }
  }

  private void keptTooLong(long now, long most) {
    for (TakenHandle handle : taken) {
      if (!handle.isReported() && now - handle.since() >= most) {
        handle.reported();
        report(LeakReport.Kind.OPEN_HANDLE, handle.place(), now - handle.since());
      }
    }
  }

  private void leftOpen(long now, long most) {
    List<Client> everybody;
    engine.lock().lock();
    try {
      everybody = List.copyOf(engine.clients().all());
    } finally {
      engine.lock().unlock();
    }
    for (Client client : everybody) {
      long began = now - client.doing().inTransactionFor(now);
      if (client.doing().thinksFor(now) >= most && client.reportsTransactionOf(began)) {
        Place place =
            new Place(client.pool().database().name(), client.user(), client.door().address());
        report(LeakReport.Kind.OPEN_TRANSACTION, place, now - began);
      }
    }
  }

  private void report(LeakReport.Kind kind, Place place, long keptMicros) {
    Instant at = engine.time().now();
    Duration kept = Duration.of(keptMicros, ChronoUnit.MICROS);
    Where where = new Where(kind, place);
    LeakReport report =
        new LeakReport(at, at, kind, place.database(), place.user(), place.code(), 1, kept);
    synchronized (reports) {
      LeakReport before = reports.get(where);
      if (before != null) {
        reports.put(where, before.again(at, kept));
        return;
      }
      if (reports.size() < MOST) {
        reports.put(where, report);
      }
    }
    LOG.log(System.Logger.Level.WARNING, report.sentence());
  }

  /** What has been leaked so far, in the order of first sight. */
  List<LeakReport> reports() {
    synchronized (reports) {
      return new ArrayList<>(reports.values());
    }
  }
}
