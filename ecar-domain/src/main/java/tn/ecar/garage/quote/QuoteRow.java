package tn.ecar.garage.quote;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;

/**
 * One line of the list of quotes.
 *
 * @param id identity
 * @param number number
 * @param state where it stands
 * @param plate the vehicle's canonical plate
 * @param customerName the customer's name
 * @param wantedWork what it is about
 * @param validUntil last day on which it can be approved
 * @param createdAt when it was written
 */
public record QuoteRow(
    Long id,
    String number,
    QuoteState state,
    String plate,
    String customerName,
    String wantedWork,
    LocalDate validUntil,
    Instant createdAt) {

  /** JSON is written of rows that are kept in a hash table meanwhile: their identity is enough. */
  @Override
  public int hashCode() {
    return Objects.hashCode(id);
  }
}
