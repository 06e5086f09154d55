package tn.ecar.pool;

import java.time.Instant;

/**
 * What SHOW ALERTS tells about one rule at one moment.
 *
 * @param rule clients_near_limit or slow_transactions
 * @param database what it is about; empty for the whole pool
 * @param open whether it is violated
 * @param value what was measured: clients, or microseconds
 * @param threshold what the value must not exceed, in the same unit
 * @param since when it last opened or closed; the pool's start when it never did
 */
public record AlertFigures(
    String rule, String database, boolean open, long value, long threshold, Instant since) {}
