package tn.ecar.batch;

import java.time.Instant;
import java.util.Locale;

/**
 * An alert of the pool audit has opened or closed: fired in the transaction that writes it down, so
 * that whoever sends word of it does so once.
 *
 * @param rule {@code clients_near_limit}, {@code slow_transactions}, {@code long_wait}, {@code
 *     failing_logins} or {@code rotation_overdue}
 * @param server the server whose pool it is
 * @param subject the database or user it is about; empty for the whole pool
 * @param value what was measured
 * @param threshold what it should not exceed
 * @param unit of both, for example {@code s}
 * @param open true when it opens, false when it closes
 * @param at when
 */
public record PoolAlert(
    String rule,
    String server,
    String subject,
    double value,
    double threshold,
    String unit,
    boolean open,
    Instant at) {

  /** Returns it in one line, for a person who does not know the pool's tables. */
  public String sentence() {
    return String.format(
        Locale.ROOT,
        "%s %s%s on %s: %.1f %s, limit %.1f %s",
        open ? "ALERT" : "over",
        rule,
        subject.isEmpty() ? "" : " (" + subject + ")",
        server,
        value,
        unit,
        threshold,
        unit);
  }
}
