package tn.ecar.garage.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/**
 * The series of numbers of the documents of money, audited: how far each is, and what is missing.
 */
@ApplicationScoped
@Transactional
public class NumberSeries {
  private final EntityManager em;

  @Inject
  public NumberSeries(EntityManager em) {
    this.em = em;
  }

  /** For the container's client proxy. */
  protected NumberSeries() {
    this(null);
  }

  /**
   * One series of a year.
   *
   * @param series such as FA
   * @param year fiscal year
   * @param last number that was drawn last
   * @param lastOn its day
   * @param documents how many documents there are
   * @param missing numbers up to the last one that no document has; empty if all is well
   */
  public record State(
      String series, int year, int last, LocalDate lastOn, long documents, List<Integer> missing) {
    /** Returns whether each number has its document. */
    public boolean isWhole() {
      return missing.isEmpty() && documents == last;
    }
  }

  /** Returns every series, the newest year first; one statement. */
  public List<State> all() {
    @SuppressWarnings("unchecked")
    List<Object[]> rows =
        em.createNativeQuery(
                "with document as (select series, fiscal_year, series_number from invoice union all"
                    + " select series, fiscal_year, series_number from credit_note) select"
                    + " c.series, c.fiscal_year, c.last_number, c.last_date, (select count(*) from"
                    + " document d where (d.series, d.fiscal_year) = (c.series, c.fiscal_year)),"
                    + " (select string_agg(cast(n as text), ',' order by n) from generate_series(1,"
                    + " c.last_number) n where not exists (select from document d where (d.series,"
                    + " d.fiscal_year, d.series_number) = (c.series, c.fiscal_year, n))) from"
                    + " document_counter c order by c.fiscal_year desc, c.series")
            .getResultList();
    return rows.stream().map(NumberSeries::state).toList();
  }

  private static State state(Object[] row) {
    LocalDate on = row[3] instanceof LocalDate day ? day : ((java.sql.Date) row[3]).toLocalDate();
    List<Integer> missing =
        row[5] == null
            ? List.of()
            : Arrays.stream(row[5].toString().split(",")).map(Integer::valueOf).toList();
    return new State(
        (String) row[0],
        ((Number) row[1]).intValue(),
        ((Number) row[2]).intValue(),
        on,
        ((Number) row[4]).longValue(),
        missing);
  }
}
