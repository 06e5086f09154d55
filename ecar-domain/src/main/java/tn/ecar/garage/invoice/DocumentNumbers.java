package tn.ecar.garage.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.List;
import tn.ecar.garage.Conflict;

/**
 * Draws the numbers of documents: from one counter row for each series and fiscal year, locked
 * until the transaction of the document ends. A rollback takes the number back with it, so there
 * are no gaps; whoever comes meanwhile waits. A database sequence would not wait, and leave gaps.
 */
@ApplicationScoped
public class DocumentNumbers {
  // One statement makes the row, locks it, and moves it; it returns nothing where the date would go
  // back.
  private static final String DRAW =
      """
      insert into document_counter as c (series, fiscal_year, last_number, last_date)
      select ?1, ?2, 1, ?3
      where not exists (select from document_counter later where later.series = ?1 and later.last_date > ?3)
      on conflict (series, fiscal_year) do update
        set last_number = c.last_number + 1, last_date = excluded.last_date
        where c.last_date <= excluded.last_date
      returning c.last_number
      """;

  private final EntityManager em;

  @Inject
  public DocumentNumbers(EntityManager em) {
    this.em = em;
  }

  /** For the container's client proxy. */
  protected DocumentNumbers() {
    this(null);
  }

  /**
   * Draws the next number in the running transaction.
   *
   * @param date the document's date; its year is the fiscal year
   * @throws Conflict if the series has a document of a later date already
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public InvoiceNumber next(String series, LocalDate date) {
    List<?> drawn =
        em.createNativeQuery(DRAW)
            .setParameter(1, series)
            .setParameter(2, date.getYear())
            .setParameter(3, java.sql.Date.valueOf(date))
            .getResultList();
    if (drawn.isEmpty()) {
      throw new Conflict(
          "The series "
              + series
              + " has a document dated after "
              + date
              + ": dates never decrease. Check the clock.",
          "");
    }
    return new InvoiceNumber(series, date.getYear(), ((Number) drawn.get(0)).intValue());
  }
}
