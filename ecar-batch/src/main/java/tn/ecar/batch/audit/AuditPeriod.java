package tn.ecar.batch.audit;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import tn.ecar.garage.RuleViolation;

/**
 * The period of a report.
 *
 * @param from first moment
 * @param to first moment after it, later than {@code from}
 */
record AuditPeriod(Instant from, Instant to) {
  private static final Duration USUAL = Duration.ofDays(1);

  AuditPeriod {
    if (!from.isBefore(to)) {
      throw new RuleViolation("from", from, "The period begins before it ends, at " + to + ".");
    }
  }

  /**
   * Returns the period between these moments; where the end is null it is now, where the start is
   * null it is a day earlier.
   */
  static AuditPeriod between(Instant from, Instant to, Instant now) {
    Instant end = to == null ? now : to;
    return new AuditPeriod(from == null ? end.minus(USUAL) : from, end);
  }

  /** Sets a query's first two parameters. */
  void bind(PreparedStatement query) throws SQLException {
    query.setObject(1, PoolSamples.timestamp(from));
    query.setObject(2, PoolSamples.timestamp(to));
  }
}
