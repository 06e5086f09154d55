package tn.ecar.pool;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tn.ecar.pool.sizing.Load;

/**
 * What the engine's pools have measured, put together for whoever looks: distributions of times,
 * and the load that sizes are judged by.
 */
final class Measurements {
  private final Engine engine;

  Measurements(Engine engine) {
    this.engine = engine;
  }

  /** Each pool's times, of its present and its past servers. */
  List<PoolTimings> timings() {
    // Only the lists are read under the lock; adding up thousands of counts would hold everybody.
    record Parts(Pool pool, List<Timings> timings) {}
    List<Parts> all =
        locked(() -> engine.pools().stream().map(it -> new Parts(it, it.timings())).toList());
    return all.stream()
        .map(
            parts -> {
              Timings together = new Timings();
              parts.timings().forEach(together::add);
              Recording connects = new Recording();
              connects.add(parts.pool().connects());
              return new PoolTimings(
                  parts.pool().key().database(),
                  parts.pool().user(),
                  together.distributions(connects));
            })
        .toList();
  }

  /** Each pool's load. */
  List<Load> loads() {
    Map<String, Totals> totals =
        engine.statistics().stream()
            .collect(Collectors.toMap(DatabaseStatistics::database, DatabaseStatistics::totals));
    Map<Pool.Key, Distribution> waits = new HashMap<>();
    for (PoolTimings each : timings()) {
      waits.put(new Pool.Key(each.database(), each.user()), each.distributions().get(Timing.WAIT));
    }
    return locked(
        () ->
            engine.pools().stream()
                .filter(pool -> waits.containsKey(pool.key()))
                .map(
                    pool ->
                        load(
                            pool,
                            waits.get(pool.key()),
                            totals.getOrDefault(pool.key().database(), Totals.NONE)))
                .toList());
  }

  private Load load(Pool pool, Distribution waits, Totals totals) {
    LoadMeter.Stretch busiest = pool.load().busiest(engine.now());
    return new Load(
        pool.key().database(),
        pool.user(),
        Duration.of(busiest.took(), ChronoUnit.MICROS),
        busiest.leases(),
        Duration.of(busiest.leased(), ChronoUnit.MICROS),
        pool.load().peak(),
        pool.load().nested(),
        Duration.of(waits.percentileMicros(50), ChronoUnit.MICROS),
        Duration.of(waits.percentileMicros(99), ChronoUnit.MICROS),
        totals.xactTime() == 0 ? 100 : (int) (100 * totals.queryTime() / totals.xactTime()),
        pool.limits().poolSize(),
        pool.limits().reservePoolSize(),
        engine.clients().peak(),
        engine.settings().maxClients());
  }

  private <T> T locked(Supplier<T> look) {
    engine.lock().lock();
    try {
      return look.get();
    } finally {
      engine.lock().unlock();
    }
  }
}
