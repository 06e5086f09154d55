package tn.ecar.garage.invoice;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;

/**
 * One line of the list of credit notes.
 *
 * @param id identity
 * @param number number
 * @param issuedOn its day
 * @param invoiceId identity of the invoice it gives back
 * @param invoiceNumber number of that invoice
 * @param buyerName the customer as on the invoice
 * @param reason why
 * @param total what the customer owes less, in dinars
 */
public record CreditNoteRow(
    Long id,
    String number,
    LocalDate issuedOn,
    Long invoiceId,
    String invoiceNumber,
    String buyerName,
    String reason,
    BigDecimal total) {

  /** JSON is written of rows that are kept in a hash table meanwhile: their identity is enough. */
  @Override
  public int hashCode() {
    return Objects.hashCode(id);
  }
}
