package tn.ecar.pool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The two alert rules of the garage's first system: clients over 80 % of max_client_conn, and an
 * average transaction over one second. The sweep looks at each; one that opens is logged once, and
 * stays open until its value is below nine tenths of the threshold, so that a value at the edge
 * does not ring all day. Guarded by the engine's lock.
 */
final class Alerts {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");
  private static final String CLIENTS = "clients_near_limit";
  private static final String TRANSACTIONS = "slow_transactions";
  private static final int CLIENTS_PERCENT = 80;
  private static final int CLOSING_PERCENT = 90;
  private static final long SLOW_MICROS = TimeUnit.SECONDS.toMicros(1);

  private record Key(String rule, String database) {}

  /** One rule on one database, or on the whole pool. */
  private static final class State {
    private boolean open;
    private long value;
    private long threshold;
    private long since;
  }

  private final Map<Key, State> states = new LinkedHashMap<>();

  /** Looks at every rule. */
  void sweep(long now, int clients, int maxClients, List<DatabaseStatistics> statistics) {
    long mostClients = (long) maxClients * CLIENTS_PERCENT / 100;
    look(new Key(CLIENTS, ""), clients, mostClients, now);
    states
        .keySet()
        .removeIf(
            key ->
                key.rule().equals(TRANSACTIONS)
                    && statistics.stream().noneMatch(it -> it.database().equals(key.database())));
    for (DatabaseStatistics each : statistics) {
      look(new Key(TRANSACTIONS, each.database()), each.averages().xactTime(), SLOW_MICROS, now);
    }
  }

  private void look(Key key, long value, long threshold, long now) {
    State state = states.get(key);
    if (state == null) {
      state = new State();
      state.since = now;
      states.put(key, state);
    }
    state.value = value;
    state.threshold = threshold;
    boolean open = value > threshold || (state.open && value * 100 >= threshold * CLOSING_PERCENT);
    if (open != state.open) {
      state.open = open;
      state.since = now;
      LOG.log(
          open ? System.Logger.Level.WARNING : System.Logger.Level.INFO,
          "alert {0}{1} {2}: {3} of {4}",
          key.rule(),
          key.database().isEmpty() ? "" : " on " + key.database(),
          open ? "opens" : "closes",
          Long.toString(value),
          Long.toString(threshold));
    }
  }

  List<AlertFigures> figures(Time time) {
    return states.entrySet().stream()
        .map(
            entry ->
                new AlertFigures(
                    entry.getKey().rule(),
                    entry.getKey().database(),
                    entry.getValue().open,
                    entry.getValue().value,
                    entry.getValue().threshold,
                    time.instantOf(entry.getValue().since)))
        .toList();
  }
}
