package tn.ecar.web.document;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import tn.ecar.garage.invoice.CreditNote;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.invoice.Receivable;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.money.Totals;
import tn.ecar.garage.payment.Payment;
import tn.ecar.web.document.LineTable.Line;
import tn.ecar.web.document.LineTable.Tax;
import tn.ecar.web.document.Sheet.Box;
import tn.ecar.web.document.Sheet.Fact;
import tn.ecar.web.document.Sheet.Note;
import tn.ecar.web.document.Sheet.Qr;
import tn.ecar.web.document.Sheet.Side;
import tn.ecar.web.document.Sheet.Sum;

/** Invoices, credit notes and receipts as sheets; everything on them is what was issued. */
final class MoneySheets {
  private final DocumentLanguage language;
  private final LineTable tables;
  private final ZoneId zone;

  MoneySheets(DocumentLanguage language, ZoneId zone) {
    this.language = language;
    this.tables = new LineTable(language);
    this.zone = zone;
  }

  /**
   * What an invoice has to show stands in article 18 of the code of TVA.
   *
   * @param dueOn the last day on which it is paid in time
   */
  Sheet invoice(Invoice i, LocalDate dueOn, Qr qr) {
    List<Tax> taxes =
        i.getTaxes().stream().map(t -> new Tax(t.getRate(), t.getBase(), t.getTax())).toList();
    Totals totals =
        new Totals(
            i.getGross(),
            i.getDiscount(),
            i.getNet(),
            i.getFodec(),
            i.getTva(),
            i.getTaxed(),
            i.getTimbre(),
            i.getTotal(),
            List.of());
    return new Sheet(
        language,
        language.word("invoice"),
        i.getNumber(),
        List.of(
            fact("date", Figures.day(i.getIssuedOn())),
            fact("dueOn", Figures.day(dueOn)),
            fact("order", i.getOrderNumber())),
        Side.of(i.getSeller()),
        List.of(buyer(i), vehicle(i)),
        List.of(),
        tables.priced(lines(i)),
        List.of(),
        tables.taxes(taxes),
        tables.sums(totals, i.getDiscountPercent(), i.getFodecRate(), taxes, "due"),
        language.word("invoiceWords"),
        language.inWords(i.getTotal()),
        qr,
        List.of(language.word("stamp")));
  }

  private static List<Line> lines(Invoice i) {
    return i.getLines().stream()
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
        .toList();
  }

  /** A credit note refers to its invoice, and its parties are those of that. */
  Sheet creditNote(CreditNote n, Invoice of, Qr qr) {
    List<Tax> taxes =
        n.getTaxes().stream().map(t -> new Tax(t.getRate(), t.getBase(), t.getTax())).toList();
    Totals totals =
        new Totals(
            n.getNet(),
            Money.ZERO,
            n.getNet(),
            n.getFodec(),
            n.getTva(),
            n.getTaxed(),
            n.getTimbre(),
            n.getTotal(),
            List.of());
    List<Line> lines =
        n.getLines().stream()
            .map(
                l ->
                    new Line(
                        l.getDesignation(),
                        l.getQuantity(),
                        l.getUnit(),
                        null,
                        null,
                        rate(n, l.getTaxClass()),
                        l.getNet()))
            .toList();
    return new Sheet(
        language,
        language.word("creditNote"),
        n.getNumber(),
        List.of(
            fact("date", Figures.day(n.getIssuedOn())),
            fact("ofInvoice", n.getInvoiceNumber()),
            fact("invoiceDate", Figures.day(of.getIssuedOn()))),
        Side.of(of.getSeller()),
        List.of(buyer(of), vehicle(of)),
        List.of(new Note(language.word("reason"), n.getReason())),
        tables.credited(lines),
        List.of(),
        tables.taxes(taxes),
        tables.sums(totals, of.getDiscountPercent(), of.getFodecRate(), taxes, "credited"),
        language.word("creditNoteWords"),
        language.inWords(n.getTotal()),
        qr,
        List.of(language.word("stamp")));
  }

  private static java.math.BigDecimal rate(CreditNote n, TaxClass taxClass) {
    return n.getTaxes().stream()
        .filter(tax -> tax.getTaxClass() == taxClass)
        .findFirst()
        .orElseThrow()
        .getRate();
  }

  /** A receipt of a payment, its reversal or a refund. */
  Sheet receipt(Payment p, Invoice of, Receivable balance) {
    List<Sum> sums = new ArrayList<>();
    sums.add(new Sum(language.word("invoiceTotal"), Figures.money(of.getTotal()), false));
    if (!p.getWithheld().isZero()) {
      sums.add(new Sum(language.word("settles"), Figures.money(p.getAmount()), false));
      sums.add(
          new Sum(
              language.word("withheld")
                  + " "
                  + language.kept(Figures.percent(p.getWithholdingRate())),
              Figures.money(Money.ZERO.minus(p.getWithheld())),
              false));
    }
    sums.add(new Sum(language.word("remaining"), Figures.money(balance.getDue()), false));
    Money moved = p.getReceived();
    Money shown = moved.isNegative() ? Money.ZERO.minus(moved) : moved;
    boolean back = moved.isNegative();
    sums.add(new Sum(language.word(back ? "givenBack" : "received"), Figures.money(shown), true));
    List<Note> notes = new ArrayList<>();
    if (p.getReason() != null) {
      notes.add(new Note(language.word("reason"), p.getReason()));
    }
    return new Sheet(
        language,
        language.word("receipt." + p.getKind()),
        "RC-" + p.getId(),
        List.of(
            fact("date", Figures.day(p.getPaidOn())),
            fact("ofInvoice", of.getNumber()),
            new Fact(language.word("method"), language.word("method." + p.getMethod())),
            fact("reference", Sheet.orDash(p.getReference())),
            fact("receivedAt", Figures.day(p.getReceivedAt(), zone))),
        Side.of(of.getSeller()),
        List.of(buyer(of), vehicle(of)),
        notes,
        null,
        List.of(),
        null,
        sums,
        language.word(back ? "givenBackWords" : "receivedWords"),
        language.inWords(shown),
        null,
        List.of(language.word("stamp")));
  }

  private Box buyer(Invoice i) {
    Side side = Side.of(i.getBuyer());
    return new Box(
        language.word("customer"),
        side.name(),
        List.of(
            new Fact("", side.address()),
            fact("taxNumberOrCin", side.taxNumber()),
            fact("phone", side.phone())));
  }

  private Box vehicle(Invoice i) {
    return new Box(
        language.word("vehicle"),
        i.getPlate(),
        List.of(
            new Fact("", i.getVehicle()),
            fact("vin", Sheet.orDash(i.getVin())),
            fact("odometer", Figures.km(i.getOdometerKm()))));
  }

  private Fact fact(String key, String value) {
    return new Fact(language.word(key), value);
  }
}
