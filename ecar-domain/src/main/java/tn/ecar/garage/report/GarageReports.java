package tn.ecar.garage.report;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import tn.ecar.garage.report.Report.Column;
import tn.ecar.garage.report.Report.Kind;
import tn.ecar.garage.report.Report.Measure;

/** What the books and the clocks say of a period; each report is one statement. */
@ApplicationScoped
@Transactional
public class GarageReports {
  private static final String REVENUE =
      "select to_char(d.issued_on, 'YYYY-MM'), sum(d.invoices), sum(d.net), sum(d.tva),"
          + " sum(d.credited), sum(d.total) from (select issued_on, 1 as invoices, net, tva, 0 as"
          + " credited, total from invoice union all select issued_on, 0, -net, -tva, total, -total"
          + " from credit_note) d where d.issued_on between cast(?1 as date) and cast(?2 as date)"
          + " group by 1 order by 1";

  /**
   * What a part cost is the mean of what was received of it, at the prices of its orders. An
   * invoice's lines stand in the order of its work order's; what a credit note gives back is less
   * in the month of the note.
   */
  private static final String MARGIN =
      "with cost as (select part_id, sum(received * unit_cost) / sum(received) as unit_cost from"
          + " purchase_line where received > 0 group by part_id), sold as (select i.issued_on,"
          + " l.part_id, l.quantity, round(l.quantity * l.unit_price * (1 - l.discount_percent /"
          + " 100) * (1 - i.discount_percent / 100), 3) as net from invoice i join work_order_line"
          + " l on l.work_order_id = i.work_order_id where i.issued_on between cast(?1 as date) and"
          + " cast(?2 as date) union all select n.issued_on, l.part_id, -c.quantity, -c.net from"
          + " credit_note n join credit_note_line c on c.credit_note_id = n.id join invoice_line b"
          + " on b.id = c.invoice_line_id join invoice i on i.id = b.invoice_id cross join lateral"
          + " (select part_id from work_order_line where work_order_id = i.work_order_id order by"
          + " position offset b.position - 1 limit 1) l where n.issued_on between cast(?1 as date)"
          + " and cast(?2 as date)) select"
          + " to_char(s.issued_on, 'YYYY-MM'), coalesce(sum(s.net) filter"
          + " (where s.part_id is null), 0), coalesce(sum(s.net) filter (where s.part_id is not"
          + " null), 0), round(coalesce(sum(s.quantity * c.unit_cost), 0), 3),"
          + " round(coalesce(sum(s.net - s.quantity * c.unit_cost), 0), 3), round(100 * sum(s.net -"
          + " s.quantity * c.unit_cost) / nullif(sum(s.net) filter (where c.unit_cost is not null),"
          + " 0), 1), coalesce(sum(s.net) filter (where s.part_id is not null and c.unit_cost is"
          + " null), 0) from sold s left join cost c on c.part_id = s.part_id group by 1 order by"
          + " 1";

  /** A clock that runs has run until now; what a credit note gives back was not billed. */
  private static final String TECHNICIANS =
      "with clocked as (select technician_id, sum(extract(epoch from least(coalesce(stopped_at,"
          + " cast(?6 as timestamptz)), cast(?3 as timestamptz)) - greatest(started_at, cast(?4 as"
          + " timestamptz)))) / 3600 as hours from time_entry where started_at < cast(?3 as"
          + " timestamptz) and coalesce(stopped_at, cast(?6 as timestamptz)) > cast(?4 as"
          + " timestamptz) group by technician_id), worked as (select i.work_order_id, i.issued_on,"
          + " l.quantity, round(l.net * (1 - i.discount_percent / 100), 3) as net from invoice i"
          + " join invoice_line l on l.invoice_id = i.id where l.kind = 'LABOUR' union all select"
          + " i.work_order_id, n.issued_on, -c.quantity, -c.net from credit_note n join"
          + " credit_note_line c on c.credit_note_id = n.id join invoice_line l on l.id ="
          + " c.invoice_line_id join invoice i on i.id = l.invoice_id where l.kind = 'LABOUR'),"
          + " billed as (select o.technician_id, sum(w.quantity) as hours, sum(w.net) as net from"
          + " worked w join work_order o on o.id = w.work_order_id where w.issued_on between"
          + " cast(?1 as date) and cast(?2 as date) group by"
          + " o.technician_id) select s.display_name, round(coalesce(c.hours, 0), 2),"
          + " round(coalesce(b.hours, 0), 2), round(100 * b.hours / nullif(c.hours, 0), 1),"
          + " coalesce(b.net, 0) from staff_account s left join clocked c on c.technician_id = s.id"
          + " left join billed b on b.technician_id = s.id where c.hours > 0 or b.hours <> 0 order"
          + " by 3 desc, 1";

  /**
   * Days to come have used nothing up yet. What prices were on a past day is not known: the stock
   * of then is valued at those of now.
   */
  private static final String TURNOVER =
      "with moved as (select part_id, coalesce(-sum(quantity) filter (where moved_at >= cast(?4 as"
          + " timestamptz) and moved_at < cast(?3 as timestamptz) and reason in ('USED',"
          + " 'RETURNED')), 0) as used, coalesce(sum(quantity) filter (where moved_at < cast(?4 as"
          + " timestamptz)), 0) as opening, coalesce(sum(quantity) filter (where moved_at < cast(?3"
          + " as timestamptz)), 0) as closing from stock_movement group by part_id) select"
          + " p.part_number, p.name, m.used, m.closing, round(m.closing * p.price, 3), round(m.used"
          + " / nullif((m.opening + m.closing) / 2, 0), 2), round((m.opening + m.closing) / 2 *"
          + " greatest(least(cast(?2 as date), cast(?7 as date)) - cast(?1 as date) + 1, 0) /"
          + " nullif(m.used, 0), 0) from moved m join"
          + " part p on p.id = m.part_id where m.used > 0 or m.closing > 0 order by m.used desc,"
          + " p.part_number";

  private static final String RETURNING =
      "with visit as (select customer_id, opened_at, to_char(opened_at at time zone cast(?5 as"
          + " text), 'YYYY-MM') as month, min(opened_at) over (partition by customer_id) as first"
          + " from work_order where state <> 'CANCELLED') select month, count(*), count(distinct"
          + " customer_id), count(distinct customer_id) filter (where opened_at = first),"
          + " count(distinct customer_id) filter (where opened_at > first), round(100.0 *"
          + " count(distinct customer_id) filter (where opened_at > first) / count(distinct"
          + " customer_id), 1) from visit where opened_at >= cast(?4 as timestamptz) and opened_at"
          + " < cast(?3 as timestamptz) group by month order by month";

  private final EntityManager em;
  private final Clock clock;

  @Inject
  public GarageReports(EntityManager em, Clock clock) {
    this.em = em;
    this.clock = clock;
  }

  /** For the container's client proxy. */
  protected GarageReports() {
    this(null, null);
  }

  /** Returns the period that is asked for; without a day, the twelve months up to today. */
  public Period period(LocalDate from, LocalDate to) {
    return Period.of(from, to, LocalDate.now(clock));
  }

  /** Makes a report of a period, with all its rows. */
  public Report report(Kind kind, Period period) {
    return report(kind, period, Integer.MAX_VALUE);
  }

  /** Makes a report of a period as far as the first rows, for who shows no more. */
  public Report report(Kind kind, Period period, int most) {
    return switch (kind) {
      case REVENUE ->
          read(
              kind,
              REVENUE,
              period,
              most,
              month(),
              count("invoices"),
              money("net"),
              money("tva"),
              money("credited"),
              money("total"));
      case MARGIN ->
          read(
              kind,
              MARGIN,
              period,
              most,
              month(),
              money("labourNet"),
              money("partsNet"),
              money("partsCost"),
              money("margin"),
              percent("marginPercent"),
              money("costUnknown"));
      case TECHNICIANS ->
          read(
              kind,
              TECHNICIANS,
              period,
              most,
              text("technician"),
              hours("clockedHours"),
              hours("billedHours"),
              percent("efficiency"),
              money("labourNet"));
      case TURNOVER ->
          read(
              kind,
              TURNOVER,
              period,
              most,
              text("part"),
              text("name"),
              quantity("used"),
              quantity("onHand"),
              money("stockValue"),
              quantity("turns"),
              count("daysInStock"));
      case RETURNING ->
          read(
              kind,
              RETURNING,
              period,
              most,
              month(),
              count("visits"),
              count("customers"),
              count("newCustomers"),
              count("returningCustomers"),
              percent("returningPercent"));
    };
  }

  private Report read(Kind kind, String sql, Period period, int most, Column... columns) {
    var query = em.createNativeQuery(sql).setMaxResults(most);
    bind(query, sql, "?1", 1, period.from());
    bind(query, sql, "?2", 2, period.to());
    bind(query, sql, "?3", 3, java.sql.Timestamp.from(start(period.to().plusDays(1))));
    bind(query, sql, "?4", 4, java.sql.Timestamp.from(start(period.from())));
    bind(query, sql, "?5", 5, clock.getZone().getId());
    bind(query, sql, "?6", 6, java.sql.Timestamp.from(clock.instant()));
    bind(query, sql, "?7", 7, LocalDate.now(clock));
    @SuppressWarnings("unchecked")
    List<Object[]> rows = query.getResultList();
    return new Report(kind, List.of(columns), rows.stream().map(Arrays::asList).toList());
  }

  private static void bind(
      jakarta.persistence.Query query, String sql, String place, int number, Object value) {
    if (sql.contains(place)) {
      query.setParameter(number, value);
    }
  }

  private java.time.Instant start(LocalDate day) {
    return day.atStartOfDay(clock.getZone()).toInstant();
  }

  private static Column month() {
    return new Column("month", Measure.MONTH);
  }

  private static Column text(String key) {
    return new Column(key, Measure.TEXT);
  }

  private static Column count(String key) {
    return new Column(key, Measure.COUNT);
  }

  private static Column money(String key) {
    return new Column(key, Measure.MONEY);
  }

  private static Column quantity(String key) {
    return new Column(key, Measure.QUANTITY);
  }

  private static Column hours(String key) {
    return new Column(key, Measure.HOURS);
  }

  private static Column percent(String key) {
    return new Column(key, Measure.PERCENT);
  }
}
