package tn.ecar.garage.money;

import java.util.List;

/**
 * A document's sums, consistent to the millime: {@code gross - discount = net}, {@code net + fodec
 * + tva = taxed}, {@code taxed + timbre = total}.
 *
 * @param gross sum of the lines
 * @param discount the document's discount
 * @param net before tax, after discount
 * @param fodec sum over the groups
 * @param tva sum over the groups
 * @param taxed with tax, before timbre
 * @param timbre duty; zero for an empty document and for what is no invoice
 * @param total what is due
 * @param groups one for each TVA class that occurs
 */
public record Totals(
    Money gross,
    Money discount,
    Money net,
    Money fodec,
    Money tva,
    Money taxed,
    Money timbre,
    Money total,
    List<TaxGroup> groups) {
  public Totals {
    groups = List.copyOf(groups);
  }
}
