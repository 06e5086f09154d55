package tn.ecar.web.rest;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import tn.ecar.garage.invoice.CreditNote;
import tn.ecar.garage.invoice.CreditNoteLine;
import tn.ecar.garage.invoice.CreditNoteTax;
import tn.ecar.garage.invoice.EInvoice;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;

/** A credit note as the API shows it. */
@Schema(name = "CreditNote")
public record CreditNoteView(
    Long id,
    @Schema(example = "AV-2026-000003") String number,
    LocalDate issuedOn,
    Long invoiceId,
    @Schema(example = "FA-2026-000017") String invoiceNumber,
    String buyer,
    String reason,
    List<Line> lines,
    List<Tax> taxes,
    @Schema(implementation = String.class, example = "100.000") Money net,
    @Schema(implementation = String.class) Money fodec,
    @Schema(implementation = String.class, example = "19.000") Money tva,
    @Schema(implementation = String.class, example = "119.000") Money taxed,
    @Schema(implementation = String.class, example = "1.000") Money timbre,
    @Schema(implementation = String.class, example = "120.000") Money total,
    EInvoiceView eInvoice) {

  /** What is given back of one line of the invoice. */
  @Schema(name = "CreditNoteLine")
  public record Line(
      int position,
      String designation,
      @Schema(implementation = String.class) Quantity quantity,
      String unit,
      @Schema(implementation = String.class) Money net) {
    static Line of(CreditNoteLine l) {
      return new Line(
          l.getPosition(), l.getDesignation(), l.getQuantity(), l.getUnit(), l.getNet());
    }
  }

  /** One TVA rate with what is given back of its base and its tax. */
  @Schema(name = "CreditNoteTax")
  public record Tax(
      BigDecimal rate,
      @Schema(implementation = String.class) Money base,
      @Schema(implementation = String.class) Money tax) {
    static Tax of(CreditNoteTax t) {
      return new Tax(t.getRate(), t.getBase(), t.getTax());
    }
  }

  static CreditNoteView of(CreditNote n, EInvoice way) {
    return new CreditNoteView(
        n.getId(),
        n.getNumber(),
        n.getIssuedOn(),
        n.getInvoiceId(),
        n.getInvoiceNumber(),
        n.getBuyerName(),
        n.getReason(),
        n.getLines().stream().map(Line::of).toList(),
        n.getTaxes().stream().map(Tax::of).toList(),
        n.getNet(),
        n.getFodec(),
        n.getTva(),
        n.getTaxed(),
        n.getTimbre(),
        n.getTotal(),
        EInvoiceView.of(way));
  }
}
