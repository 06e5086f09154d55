package tn.ecar.garage.supply;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;

/**
 * One line of the list of purchase orders.
 *
 * @param id identity
 * @param number number, for example {@code BC-000123}
 * @param supplier name of the supplier
 * @param state where it stands
 * @param expectedOn may be null
 * @param openedAt when it was written
 */
public record PurchaseRow(
    Long id,
    String number,
    String supplier,
    PurchaseState state,
    LocalDate expectedOn,
    Instant openedAt) {

  /** JSON is written of rows that are kept in a hash table meanwhile: their identity is enough. */
  @Override
  public int hashCode() {
    return Objects.hashCode(id);
  }
}
