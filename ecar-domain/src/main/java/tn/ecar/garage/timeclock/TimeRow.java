package tn.ecar.garage.timeclock;

import java.time.Instant;
import java.util.Objects;

/**
 * A stretch of work with the names of who and what.
 *
 * @param id identity
 * @param orderId the order
 * @param orderNumber the order's number
 * @param technicianId who worked
 * @param technician the technician's name
 * @param startedAt when it began
 * @param stoppedAt when it ended; null while the clock runs
 */
public record TimeRow(
    Long id,
    Long orderId,
    String orderNumber,
    Long technicianId,
    String technician,
    Instant startedAt,
    Instant stoppedAt) {

  /** JSON is written of rows that are kept in a hash table meanwhile: their identity is enough. */
  @Override
  public int hashCode() {
    return Objects.hashCode(id);
  }
}
