package tn.ecar.garage.order;

import java.time.Instant;
import java.util.Objects;

/**
 * One line of the list of orders.
 *
 * @param id identity
 * @param number number
 * @param state where it stands
 * @param plate the vehicle's canonical plate
 * @param make the vehicle's make
 * @param model the vehicle's model; may be null
 * @param customerName the customer's name
 * @param complaint what the customer complained of
 * @param technician name of who works on it; may be null
 * @param openedAt when it was opened
 * @param invoiceNumber number of its invoice; may be null
 * @param promisedAt when the customer comes back for the vehicle; may be null
 * @param version of the order as it was read
 */
public record OrderRow(
    Long id,
    String number,
    OrderState state,
    String plate,
    String make,
    String model,
    String customerName,
    String complaint,
    String technician,
    Instant openedAt,
    String invoiceNumber,
    Instant promisedAt,
    int version) {

  /**
   * Returns true if the promise is over or nearly so and the work is not done.
   *
   * @param soon until when a promise is near
   */
  public boolean inDanger(Instant soon) {
    return promisedAt != null
        && !promisedAt.isAfter(soon)
        && state.isOpen()
        && state != OrderState.READY;
  }

  /** JSON is written of rows that are kept in a hash table meanwhile: their identity is enough. */
  @Override
  public int hashCode() {
    return Objects.hashCode(id);
  }
}
