package tn.ecar.pool;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * How often things have happened that nobody is asked about: server connections closed and clients
 * refused, by reason. An event of a kind that is new when {@value #MOST} kinds are known is not
 * counted: names come from clients, and they must not fill the memory. Any thread.
 */
final class EventCounts {
  private static final int MOST = 2000;

  private final Map<Key, Count> counts = new ConcurrentHashMap<>();
  private final Supplier<Instant> now;

  private record Key(EventFigures.Kind kind, String database, String user, String reason) {}

  private record Count(long count, Instant last) {}

  EventCounts(Supplier<Instant> now) {
    this.now = now;
  }

  void add(EventFigures.Kind kind, String database, String user, String reason) {
    Key key = new Key(kind, database, user, reason);
    if (counts.size() < MOST || counts.containsKey(key)) {
      counts.merge(
          key, new Count(1, now.get()), (old, one) -> new Count(old.count() + 1, one.last()));
    }
  }

  /** A line per kind of event, in a lasting order. */
  List<EventFigures> figures() {
    return counts.entrySet().stream()
        .map(
            entry ->
                new EventFigures(
                    entry.getKey().kind(),
                    entry.getKey().database(),
                    entry.getKey().user(),
                    entry.getKey().reason(),
                    entry.getValue().count(),
                    entry.getValue().last()))
        .sorted(
            Comparator.comparing(EventFigures::kind)
                .thenComparing(EventFigures::database)
                .thenComparing(EventFigures::user)
                .thenComparing(EventFigures::reason))
        .toList();
  }
}
