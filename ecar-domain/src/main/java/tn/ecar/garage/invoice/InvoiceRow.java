package tn.ecar.garage.invoice;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;

/**
 * One line of the list of invoices.
 *
 * @param id identity
 * @param number number as printed
 * @param issuedOn date
 * @param buyerName the buyer
 * @param plate canonical plate
 * @param net before tax, in dinars
 * @param total with tax and timbre, in dinars
 * @param orderId identity of its order
 * @param due what is left to pay, in dinars; negative if the customer gets money back
 */
public record InvoiceRow(
    Long id,
    String number,
    LocalDate issuedOn,
    String buyerName,
    String plate,
    BigDecimal net,
    BigDecimal total,
    Long orderId,
    BigDecimal due) {

  /** JSON is written of rows that are kept in a hash table meanwhile: their identity is enough. */
  @Override
  public int hashCode() {
    return Objects.hashCode(id);
  }
}
