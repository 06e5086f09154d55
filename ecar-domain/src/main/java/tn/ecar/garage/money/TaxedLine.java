package tn.ecar.garage.money;

/**
 * What taxation needs to know of one line.
 *
 * @param net amount before tax, after the line's own discount
 * @param taxClass its TVA class
 * @param fodec true if FODEC is due on it
 */
public record TaxedLine(Money net, TaxClass taxClass, boolean fodec) {}
