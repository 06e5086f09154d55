package tn.ecar.web.document;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.money.TaxGroup;
import tn.ecar.garage.money.Totals;
import tn.ecar.web.document.Sheet.Cell;
import tn.ecar.web.document.Sheet.Row;
import tn.ecar.web.document.Sheet.Sum;
import tn.ecar.web.document.Sheet.Table;

/** The tables that documents of money share: lines, taxes and totals. */
final class LineTable {
  private final DocumentLanguage language;

  LineTable(DocumentLanguage language) {
    this.language = language;
  }

  /**
   * A priced line of any document.
   *
   * @param unitPrice null where a document shows none
   * @param discountPercent null where a document shows none
   */
  record Line(
      String designation,
      Quantity quantity,
      String unit,
      Money unitPrice,
      BigDecimal discountPercent,
      BigDecimal taxRate,
      Money net) {}

  /** Bases and tax of one TVA rate. */
  record Tax(BigDecimal rate, Money base, Money tax) {
    static Tax of(TaxGroup group) {
      return new Tax(group.rate(), group.base(), group.tax());
    }
  }

  /** The table of lines with prices. */
  Table priced(List<Line> lines) {
    return new Table(
        head("designation", "quantity", "unitPrice", "discount", "tva", "net"),
        lines.stream()
            .map(
                line ->
                    new Row(
                        List.of(
                            Cell.text(line.designation()),
                            Cell.num(quantity(line)),
                            Cell.num(Figures.money(line.unitPrice())),
                            Cell.num(discount(line.discountPercent())),
                            Cell.num(Figures.percent(line.taxRate())),
                            Cell.num(Figures.money(line.net())))))
            .toList());
  }

  /** The table of lines that give something back. */
  Table credited(List<Line> lines) {
    return new Table(
        head("designation", "quantity", "tva", "net"),
        lines.stream()
            .map(
                line ->
                    new Row(
                        List.of(
                            Cell.text(line.designation()),
                            Cell.num(quantity(line)),
                            Cell.num(Figures.percent(line.taxRate())),
                            Cell.num(Figures.money(line.net())))))
            .toList());
  }

  private List<Cell> head(String first, String... others) {
    List<Cell> head = new ArrayList<>();
    head.add(Cell.text(language.word(first)));
    for (String other : others) {
      head.add(Cell.num(language.word(other)));
    }
    return head;
  }

  private static String quantity(Line line) {
    return Figures.quantity(line.quantity()) + " " + line.unit();
  }

  private static String discount(BigDecimal percent) {
    return percent.signum() == 0 ? "–" : Figures.percent(percent);
  }

  /** The table of bases and taxes. */
  Table taxes(List<Tax> taxes) {
    return new Table(
        head("tvaRate", "base", "amount"),
        taxes.stream()
            .map(
                tax ->
                    new Row(
                        List.of(
                            Cell.text(Figures.percent(tax.rate())),
                            Cell.num(Figures.money(tax.base())),
                            Cell.num(Figures.money(tax.tax())))))
            .toList());
  }

  /**
   * The amounts of a document.
   *
   * @param totals the sums, consistent to the millime
   * @param discountPercent the document's discount; 0 for none
   * @param fodecRate percent
   * @param taxes by rate
   * @param due key of what the last line is called
   */
  List<Sum> sums(
      Totals totals,
      BigDecimal discountPercent,
      BigDecimal fodecRate,
      List<Tax> taxes,
      String due) {
    List<Sum> sums = new ArrayList<>();
    if (!totals.discount().isZero()) {
      sums.add(sum("discount", discountPercent, Money.ZERO.minus(totals.discount())));
    }
    sums.add(new Sum(language.word("totalNet"), Figures.money(totals.net()), false));
    if (!totals.fodec().isZero()) {
      sums.add(sum("fodec", fodecRate, totals.fodec()));
    }
    taxes.forEach(tax -> sums.add(sum("tva", tax.rate(), tax.tax())));
    if (!totals.timbre().isZero()) {
      sums.add(new Sum(language.word("timbre"), Figures.money(totals.timbre()), false));
    }
    sums.add(new Sum(language.word(due), Figures.money(totals.total()), true));
    return sums;
  }

  private Sum sum(String key, BigDecimal rate, Money amount) {
    return new Sum(
        language.word(key) + " " + language.kept(Figures.percent(rate)),
        Figures.money(amount),
        false);
  }
}
