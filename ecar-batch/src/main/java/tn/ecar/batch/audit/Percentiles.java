package tn.ecar.batch.audit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tn.ecar.batch.GarageSql;

/**
 * Percentiles of a period from bucket counts, which unlike percentiles can be subtracted and added
 * up. A percentile is the upper end of the bucket it lies in.
 */
final class Percentiles {
  private Percentiles() {}

  static List<PoolReport.Timing> of(GarageSql sql, AuditPeriod period) {
    Map<Key, List<Bucket>> timings = new LinkedHashMap<>();
    for (Line line : sql.all(FindingQueries.TIMINGS, period::bind, Percentiles::line)) {
      timings.computeIfAbsent(line.key(), none -> new ArrayList<>()).add(line.bucket());
    }
    return timings.entrySet().stream()
        .map(entry -> timing(entry.getKey(), entry.getValue()))
        .filter(Objects::nonNull)
        .toList();
  }

  private static PoolReport.Timing timing(Key key, List<Bucket> buckets) {
    long count = buckets.get(buckets.size() - 1).atMost();
    if (count == 0) {
      return null;
    }
    return new PoolReport.Timing(
        key.server(),
        key.database(),
        key.user(),
        key.timing(),
        count,
        percentile(buckets, 50),
        percentile(buckets, 95),
        percentile(buckets, 99));
  }

  /**
   * The upper end of the bucket that this share lies in.
   *
   * @param buckets rising, each with how many took at most so long; the last is all of them
   * @return null when it lies beyond the last bound
   */
  static Duration percentile(List<Bucket> buckets, int percent) {
    long all = buckets.get(buckets.size() - 1).atMost();
    for (Bucket bucket : buckets) {
      if (bucket.atMost() * 100 >= all * percent) {
        return bucket.limit();
      }
    }
    return null;
  }

  private static Line line(java.sql.ResultSet row) throws java.sql.SQLException {
    long le = row.getLong("le_us");
    Duration limit = row.wasNull() ? null : Duration.of(le, ChronoUnit.MICROS);
    return new Line(
        new Key(
            row.getString("server"),
            row.getString("database_name"),
            row.getString("user_name"),
            row.getString("timing")),
        new Bucket(limit, row.getLong("grown")));
  }

  private record Key(String server, String database, String user, String timing) {}

  private record Line(Key key, Bucket bucket) {}

  /**
   * A bucket.
   *
   * @param limit its upper end; null for the whole
   * @param atMost how many took at most so long
   */
  record Bucket(Duration limit, long atMost) {}
}
