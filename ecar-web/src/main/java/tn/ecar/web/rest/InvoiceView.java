package tn.ecar.web.rest;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import tn.ecar.garage.invoice.EInvoice;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.invoice.InvoiceLine;
import tn.ecar.garage.invoice.InvoiceTax;
import tn.ecar.garage.invoice.Party;
import tn.ecar.garage.invoice.Receivable;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;

/**
 * An invoice as the API shows it: the copy that was taken when it was issued, and beside it what
 * happened since.
 */
@Schema(name = "Invoice")
public record InvoiceView(
    Long id,
    @Schema(example = "FA-2026-000017") String number,
    LocalDate issuedOn,
    Long orderId,
    String orderNumber,
    PartyView seller,
    PartyView buyer,
    String plate,
    String vin,
    String vehicle,
    Integer odometerKm,
    List<Line> lines,
    @Schema(implementation = String.class) Money gross,
    BigDecimal discountPercent,
    @Schema(implementation = String.class) Money discount,
    @Schema(implementation = String.class, example = "100.000") Money net,
    @Schema(implementation = String.class) Money fodec,
    List<Tax> taxes,
    @Schema(implementation = String.class, example = "19.000") Money tva,
    @Schema(implementation = String.class, example = "119.000") Money taxed,
    @Schema(implementation = String.class, example = "1.000") Money timbre,
    @Schema(implementation = String.class, example = "120.000") Money total,
    @Schema(implementation = String.class, example = "0.000") Money credited,
    @Schema(implementation = String.class, example = "50.000") Money settled,
    @Schema(implementation = String.class, example = "70.000") Money due,
    EInvoiceView eInvoice) {

  /**
   * Returns what payments have settled. Written out, so that the annotation of the component does
   * not reach it: Payara takes every described method with "set" in its name for a setter, and the
   * whole description fails.
   */
  @Override
  public Money settled() {
    return settled;
  }

  /** Seller or buyer. */
  @Schema(name = "Party")
  public record PartyView(
      String name, String address, String town, String taxNumber, String phone) {
    static PartyView of(Party p) {
      return new PartyView(
          p.getName(), p.getAddress(), p.getTown(), p.getTaxNumber(), p.getPhone());
    }
  }

  /** A line as it was invoiced. */
  @Schema(name = "InvoiceLine")
  public record Line(
      int position,
      String designation,
      @Schema(implementation = String.class) Quantity quantity,
      String unit,
      @Schema(implementation = String.class) Money unitPrice,
      BigDecimal discountPercent,
      BigDecimal taxRate,
      boolean fodec,
      @Schema(implementation = String.class) Money net) {
    static Line of(InvoiceLine l) {
      return new Line(
          l.getPosition(),
          l.getDesignation(),
          l.getQuantity(),
          l.getUnit(),
          l.getUnitPrice(),
          l.getDiscountPercent(),
          l.getTaxRate(),
          l.isFodec(),
          l.getNet());
    }
  }

  /** One TVA rate with its base and its tax. */
  @Schema(name = "InvoiceTax")
  public record Tax(
      BigDecimal rate,
      @Schema(implementation = String.class) Money base,
      @Schema(implementation = String.class) Money tax) {
    static Tax of(InvoiceTax t) {
      return new Tax(t.getRate(), t.getBase(), t.getTax());
    }
  }

  static InvoiceView of(Invoice i, Receivable balance, EInvoice way) {
    return new InvoiceView(
        i.getId(),
        i.getNumber(),
        i.getIssuedOn(),
        i.getOrderId(),
        i.getOrderNumber(),
        PartyView.of(i.getSeller()),
        PartyView.of(i.getBuyer()),
        i.getPlate(),
        i.getVin(),
        i.getVehicle(),
        i.getOdometerKm(),
        i.getLines().stream().map(Line::of).toList(),
        i.getGross(),
        i.getDiscountPercent(),
        i.getDiscount(),
        i.getNet(),
        i.getFodec(),
        i.getTaxes().stream().map(Tax::of).toList(),
        i.getTva(),
        i.getTaxed(),
        i.getTimbre(),
        i.getTotal(),
        balance.getCredited(),
        balance.getSettled(),
        balance.getDue(),
        EInvoiceView.of(way));
  }
}
