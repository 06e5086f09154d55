package tn.ecar.batch;

import java.time.Instant;

/**
 * A line of a run's log.
 *
 * @param number its place in the log, from 1
 * @param at when it was written
 * @param level {@code INFO} or {@code WARNING}
 * @param text one sentence, without secrets
 */
public record JobLine(int number, Instant at, String level, String text) {}
