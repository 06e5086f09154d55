package tn.ecar.garage.part;

import java.time.Instant;

/**
 * One line of the list of counts.
 *
 * @param id identity
 * @param note may be null
 * @param at when
 * @param by login of who counted
 */
public record CountRow(Long id, String note, Instant at, String by) {}
