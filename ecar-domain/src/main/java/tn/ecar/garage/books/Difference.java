package tn.ecar.garage.books;

/**
 * Something that does not add up.
 *
 * @param rule what should hold, such as {@code an invoice's groups add up to its total}
 * @param thing the document, part or series it does not hold for, by the number people know
 */
public record Difference(String rule, String thing) {}
