package tn.ecar.garage.books;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Recomputes every total, every stock level and every number series from the rows they are made of,
 * and tells what differs. It changes nothing: it is asked after a crash, a restored backup or
 * somebody's psql, and by the tests after each of those.
 */
@ApplicationScoped
public class Books {
  /** What should hold, and the query for the numbers of what it does not hold for. */
  private static final Map<String, String> RULES = rules();

  private final EntityManager em;

  @Inject
  public Books(EntityManager em) {
    this.em = em;
  }

  /** For the container's client proxy. */
  protected Books() {
    this(null);
  }

  /** Returns what does not add up; empty for sound books. */
  @Transactional
  public List<Difference> check() {
    List<Difference> differences = new ArrayList<>();
    RULES.forEach(
        (rule, query) -> {
          for (Object thing : em.createNativeQuery(query).getResultList()) {
            differences.add(new Difference(rule, String.valueOf(thing)));
          }
        });
    return List.copyOf(differences);
  }

  /** Returns what the number series are made of, by series and year; one statement. */
  @Transactional
  public List<SeriesState> series() {
    List<?> rows =
        em.createNativeQuery(
                """
                with document (series, fiscal_year, series_number) as (
                  select series, fiscal_year, series_number from invoice
                  union all select series, fiscal_year, series_number from credit_note)
                select c.series, c.fiscal_year, count(d.series_number), c.last_number,
                  (select string_agg(n::text, ',' order by n) from (
                    select n from generate_series(1, greatest(c.last_number,
                        max(d.series_number))) n
                    except select series_number from document x
                    where (x.series, x.fiscal_year) = (c.series, c.fiscal_year)) missing)
                from document_counter c left join document d
                  on (d.series, d.fiscal_year) = (c.series, c.fiscal_year)
                group by c.series, c.fiscal_year, c.last_number order by 1, 2
                """)
            .getResultList();
    return rows.stream().map(row -> SeriesState.of((Object[]) row)).toList();
  }

  private static Map<String, String> rules() {
    Map<String, String> rules = new LinkedHashMap<>();
    invoices(rules);
    series(rules, "invoice");
    series(rules, "credit_note");
    goods(rules);
    return rules;
  }

  private static void invoices(Map<String, String> rules) {
    rules.put(
        "an invoice's lines add up to its gross amount",
        "select invoice_number from invoice i where gross is distinct from"
            + " (select sum(net) from invoice_line l where l.invoice_id = i.id)");
    rules.put(
        "an invoice's rate groups add up to its net, FODEC and TVA",
        "select invoice_number from invoice i where (net, fodec, tva) <> (select"
            + " coalesce(sum(t.net), -1), coalesce(sum(t.fodec), -1), coalesce(sum(t.tax), -1) from"
            + " invoice_tax t where t.invoice_id = i.id)");
    rules.put(
        "TVA is its base times its rate, rounded once per group",
        "select i.invoice_number from invoice_tax t join invoice i on i.id = t.invoice_id"
            + " where t.tax <> round(t.base * t.rate / 100, 3)");
    rules.put(
        "a credit note's rate groups add up to its net, FODEC and TVA",
        "select note_number from credit_note n where (net, fodec, tva) <> (select"
            + " coalesce(sum(t.net), -1), coalesce(sum(t.fodec), -1), coalesce(sum(t.tax), -1) from"
            + " credit_note_tax t where t.credit_note_id = n.id)");
    rules.put(
        "what is owed is the invoice's total",
        "select invoice_number from invoice i left join receivable r on r.invoice_id = i.id"
            + " where r.total is distinct from i.total");
    rules.put(
        "what is settled is what was paid, less what was reversed and refunded",
        "select i.invoice_number from receivable r join invoice i on i.id = r.invoice_id"
            + " where r.settled <> (select coalesce(sum(p.amount), 0) from payment p"
            + " where p.invoice_id = r.invoice_id)");
    rules.put(
        "what is credited is the sum of the credit notes",
        "select i.invoice_number from receivable r join invoice i on i.id = r.invoice_id"
            + " where r.credited <> (select coalesce(sum(n.total), 0) from credit_note n"
            + " where n.invoice_id = r.invoice_id)");
    rules.put(
        "no invoice line is credited beyond its quantity",
        "select i.invoice_number from invoice_line l join invoice i on i.id = l.invoice_id"
            + " where l.quantity < (select sum(c.quantity) from credit_note_line c"
            + " where c.invoice_line_id = l.id)");
  }

  private static void series(Map<String, String> rules, String table) {
    String name = table.replace('_', ' ');
    rules.put(
        "the numbers of each " + name + " series run from 1 without a gap",
        "select c.series || ' ' || c.fiscal_year from document_counter c join (select series,"
            + " fiscal_year, count(*) as documents, max(series_number) as highest from "
            + table
            + " group by series, fiscal_year) d using (series, fiscal_year)"
            + " where d.documents <> d.highest or c.last_number <> d.highest");
    rules.put(
        "the dates of each " + name + " series never decrease",
        "select series || ' ' || fiscal_year || ' ' || series_number from (select series,"
            + " fiscal_year, series_number, issued_on, lag(issued_on) over (partition by series"
            + " order by fiscal_year, series_number) as before from "
            + table
            + ") d where issued_on < before");
  }

  private static void goods(Map<String, String> rules) {
    rules.put(
        "a number is counted only with its document",
        "select c.series || ' ' || c.fiscal_year from document_counter c where not exists (select"
            + " from invoice i where (i.series, i.fiscal_year) = (c.series, c.fiscal_year)) and not"
            + " exists (select from credit_note n where (n.series, n.fiscal_year) = (c.series,"
            + " c.fiscal_year))");
    rules.put(
        "a part's stock is the sum of its movements",
        "select part_number from part p where on_hand <> (select coalesce(sum(quantity), 0)"
            + " from stock_movement m where m.part_id = p.id)");
    rules.put(
        "what a purchase line received is the sum of its receipts",
        "select o.order_number from purchase_line l join purchase_order o"
            + " on o.id = l.purchase_order_id where l.received <> (select coalesce(sum(r.quantity),"
            + " 0) from goods_receipt_line r where r.purchase_line_id = l.id)");
  }
}
