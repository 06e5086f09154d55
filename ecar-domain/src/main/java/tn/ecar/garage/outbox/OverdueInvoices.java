package tn.ecar.garage.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.money.Money;

/**
 * Reminds customers of invoices that are past their day, in three levels: three days late, two
 * weeks late, a month late. Nobody gets a level before the one below, nor two within a week: a debt
 * that is old when this is first run begins with the friendly word as well. A level that never went
 * out is written anew, with what is owed then. What was paid or credited meanwhile ends it.
 */
@ApplicationScoped
@Transactional
public class OverdueInvoices {
  private static final int LEVELS = 3;
  private static final Duration HOLDS = Duration.ofDays(7);

  // By the message's key, so that a level is written once whoever runs this, and how often. What
  // never went out reminded nobody: its level is still to come.
  private static final String NEXT =
      """
      select r.invoice_id, i.invoice_number, r.due_on, r.total - r.credited - r.settled as due,
        i.customer_id, w.level + 1 as level
      from receivable r join invoice i on i.id = r.invoice_id
        cross join lateral (
          select count(*) filter (where m.state in ('WAITING', 'SENT'))::integer as level,
            max(m.written_at) as at from message m
          where m.message_key = any (array['overdue/' || r.invoice_id || '/1',
            'overdue/' || r.invoice_id || '/2', 'overdue/' || r.invoice_id || '/3'])) w
      where r.invoice_id in (%s) and r.total - r.credited - r.settled > 0 and w.level < ?1
        and r.due_on + (array[3, 14, 30])[w.level + 1] <= cast(?2 as date)
        and (w.at is null or cast(w.at at time zone 'Africa/Tunis' as date) + 7
          <= cast(?2 as date))
      order by r.invoice_id
      """;

  private final EntityManager em;
  private final Clock clock;
  private final Outbox outbox;

  @Inject
  public OverdueInvoices(EntityManager em, Clock clock, Outbox outbox) {
    this.em = em;
    this.clock = clock;
    this.outbox = outbox;
  }

  /** For the container's client proxy. */
  protected OverdueInvoices() {
    this(null, null, null);
  }

  /** Returns how many invoices are owed and past their day. */
  public long count() {
    Object count =
        em.createNativeQuery(
                "select count(*) from receivable where total - credited - settled > 0 and due_on"
                    + " < cast(?1 as date)")
            .setParameter(1, LocalDate.now(clock).toString())
            .getSingleResult();
    return ((Number) count).longValue();
  }

  /** Returns invoices that are owed and past their day, by identity, from that one on. */
  public List<Long> block(long first, long last, int most) {
    List<?> ids =
        em.createNativeQuery(
                "select invoice_id from receivable where total - credited - settled <> 0 and total"
                    + " - credited - settled > 0 and due_on < cast(?1 as date) and invoice_id"
                    + " between ?2 and ?3 order by invoice_id limit ?4")
            .setParameter(1, LocalDate.now(clock).toString())
            .setParameter(2, first)
            .setParameter(3, last)
            .setParameter(4, most)
            .getResultList();
    return ids.stream().map(id -> ((Number) id).longValue()).toList();
  }

  /**
   * Writes the reminders that these invoices have come to.
   *
   * @return how many were written
   */
  public int write(Collection<Long> invoiceIds) {
    if (invoiceIds.isEmpty()) {
      return 0;
    }
    String ids = String.join(", ", invoiceIds.stream().map(String::valueOf).toList());
    List<?> rows =
        em.createNativeQuery(NEXT.formatted(ids))
            .setParameter(1, LEVELS)
            .setParameter(2, LocalDate.now(clock).toString())
            .getResultList();
    return rows.stream().map(Object[].class::cast).mapToInt(this::remind).sum();
  }

  private int remind(Object[] row) {
    Customer customer = em.find(Customer.class, ((Number) row[4]).longValue());
    int level = ((Number) row[5]).intValue();
    LocalDate dueOn = ((java.sql.Date) row[2]).toLocalDate();
    String text =
        MessageTexts.overdue(
            customer.getLanguage(),
            level,
            (String) row[1],
            dueOn,
            new Money((java.math.BigDecimal) row[3]).toString(),
            outbox.garage());
    return outbox.write(
            "overdue/" + row[0] + "/" + level, Message.Kind.OVERDUE, customer, text, HOLDS)
        ? 1
        : 0;
  }

  /** Returns the open invoices that got the last reminder and are not paid, oldest debt first. */
  public List<OverdueRow> past(int level) {
    List<?> rows =
        em.createNativeQuery(
                "select i.invoice_number, i.buyer_name, i.buyer_phone, r.due_on, r.total -"
                    + " r.credited - r.settled from receivable r join invoice i on i.id ="
                    + " r.invoice_id where r.total - r.credited - r.settled > 0 and exists (select"
                    + " from message m where m.message_key = 'overdue/' || r.invoice_id || '/' ||"
                    + " cast(?1 as text) and m.state in ('WAITING', 'SENT')) order by r.due_on,"
                    + " i.invoice_number")
            .setParameter(1, Integer.toString(level))
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(
            row ->
                new OverdueRow(
                    (String) row[0],
                    (String) row[1],
                    (String) row[2],
                    ((java.sql.Date) row[3]).toLocalDate(),
                    new Money((java.math.BigDecimal) row[4])))
        .toList();
  }
}
