package tn.ecar.web.rest;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.payment.Payment;

/**
 * A payment, a reversal or a refund as the API shows it.
 *
 * @param amount what it settles; negative for a reversal or a refund
 * @param received the money that came in: the amount less what was withheld
 * @param reverses the payment that a reversal takes back; left out otherwise
 */
@Schema(name = "Payment")
public record PaymentView(
    Long id,
    Long invoiceId,
    Payment.Kind kind,
    Payment.Method method,
    @Schema(implementation = String.class, example = "120.000") Money amount,
    @Schema(implementation = String.class, example = "0.000") Money withheld,
    @Schema(implementation = String.class, example = "1.000") BigDecimal withholdingRate,
    @Schema(implementation = String.class, example = "120.000") Money received,
    LocalDate paidOn,
    Instant receivedAt,
    String receivedBy,
    String reference,
    String reason,
    Long reverses) {
  static PaymentView of(Payment p) {
    return new PaymentView(
        p.getId(),
        p.getInvoiceId(),
        p.getKind(),
        p.getMethod(),
        p.getAmount(),
        p.getWithheld(),
        p.getWithholdingRate(),
        p.getReceived(),
        p.getPaidOn(),
        p.getReceivedAt(),
        p.getReceivedBy(),
        p.getReference(),
        p.getReason(),
        p.getReversesId());
  }
}
