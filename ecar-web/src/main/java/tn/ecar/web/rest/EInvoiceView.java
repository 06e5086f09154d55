package tn.ecar.web.rest;

import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import tn.ecar.garage.invoice.EInvoice;
import tn.ecar.garage.invoice.EInvoiceState;

/**
 * A document's way through the national platform as the API shows it.
 *
 * @param next the states that may follow
 */
@Schema(name = "EInvoice")
public record EInvoiceView(
    Long id,
    @Schema(example = "FA-2026-000017") String documentNumber,
    EInvoiceState state,
    Set<EInvoiceState> next,
    String reference,
    String qr,
    String reason,
    int attempts,
    Instant stateSince) {
  static EInvoiceView of(EInvoice e) {
    return new EInvoiceView(
        e.getId(),
        e.getDocumentNumber(),
        e.getState(),
        e.getState().next(),
        e.getReference(),
        e.getQr(),
        e.getReason(),
        e.getAttempts(),
        e.getStateSince());
  }
}
