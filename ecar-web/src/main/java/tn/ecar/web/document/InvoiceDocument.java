package tn.ecar.web.document;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.invoice.Party;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;

/**
 * What stands on a printed invoice.
 *
 * @param number number as printed
 * @param issuedOn date
 * @param orderNumber number of the work order
 * @param seller the garage
 * @param buyer the customer
 * @param vehicle make, model and year
 * @param plate canonical plate
 * @param vin may be null
 * @param odometerKm may be null
 * @param lines in order
 * @param discountPercent the document's discount; 0 for none
 * @param discount the document's discount as an amount
 * @param net before tax, after discount
 * @param fodecRate percent
 * @param fodec zero if none is due
 * @param taxes one for each TVA rate
 * @param timbre duty
 * @param total what is due
 */
record InvoiceDocument(
    String number,
    LocalDate issuedOn,
    String orderNumber,
    Side seller,
    Side buyer,
    String vehicle,
    String plate,
    String vin,
    Integer odometerKm,
    List<Line> lines,
    BigDecimal discountPercent,
    Money discount,
    Money net,
    BigDecimal fodecRate,
    Money fodec,
    List<Tax> taxes,
    Money timbre,
    Money total) {

  /** Seller or buyer; all but the name may be null. */
  record Side(String name, String address, String town, String taxNumber, String phone) {
    static Side of(Party p) {
      return new Side(p.getName(), p.getAddress(), p.getTown(), p.getTaxNumber(), p.getPhone());
    }
  }

  /** One line. */
  record Line(
      String designation,
      Quantity quantity,
      String unit,
      Money unitPrice,
      BigDecimal discountPercent,
      BigDecimal taxRate,
      Money net) {}

  /** One TVA rate. */
  record Tax(BigDecimal rate, Money base, Money tax) {}

  static InvoiceDocument of(Invoice i) {
    return new InvoiceDocument(
        i.getNumber(),
        i.getIssuedOn(),
        i.getOrderNumber(),
        Side.of(i.getSeller()),
        Side.of(i.getBuyer()),
        i.getVehicle(),
        i.getPlate(),
        i.getVin(),
        i.getOdometerKm(),
        i.getLines().stream()
            .map(
                l ->
                    new Line(
                        l.getDesignation(),
                        l.getQuantity(),
                        l.getUnit(),
                        l.getUnitPrice(),
                        l.getDiscountPercent(),
                        l.getTaxRate(),
                        l.getNet()))
            .toList(),
        i.getDiscountPercent(),
        i.getDiscount(),
        i.getNet(),
        i.getFodecRate(),
        i.getFodec(),
        i.getTaxes().stream().map(t -> new Tax(t.getRate(), t.getBase(), t.getTax())).toList(),
        i.getTimbre(),
        i.getTotal());
  }
}
