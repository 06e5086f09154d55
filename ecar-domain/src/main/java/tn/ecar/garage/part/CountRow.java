package tn.ecar.garage.part;

import java.time.Instant;
import java.util.Objects;

/**
 * One line of the list of counts.
 *
 * @param id identity
 * @param note may be null
 * @param at when
 * @param by login of who counted
 */
public record CountRow(Long id, String note, Instant at, String by) {

  /** JSON is written of rows that are kept in a hash table meanwhile: their identity is enough. */
  @Override
  public int hashCode() {
    return Objects.hashCode(id);
  }
}
