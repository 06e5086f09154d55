package tn.ecar.garage.invoice;

import java.util.Locale;

/**
 * The number of a document.
 *
 * @param series which kind of document, for example {@code FA}
 * @param year fiscal year
 * @param number running number, from 1 without gaps
 */
public record InvoiceNumber(String series, int year, int number) {
  /** Returns it as printed, for example {@code FA-2026-000017}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s-%04d-%06d", series, year, number);
  }
}
