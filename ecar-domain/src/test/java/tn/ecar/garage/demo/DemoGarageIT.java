package tn.ecar.garage.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.GarageClock;
import tn.ecar.garage.TestGarage;

/** The demo on a real database: complete, in date order, and the same each time. */
class DemoGarageIT {
  private static final Instant NOW = Instant.parse("2026-03-17T09:00:00Z");
  private static final DemoScale SMALL = new DemoScale(20, 30, 60);
  private static final List<String> TABLES =
      List.of(
          "customer",
          "vehicle",
          "odometer_reading",
          "part",
          "stock_movement",
          "work_order",
          "work_order_line",
          "invoice",
          "invoice_line",
          "invoice_tax",
          "appointment",
          "bay",
          "document_counter",
          "supplier",
          "purchase_order",
          "purchase_line",
          "goods_receipt",
          "goods_receipt_line",
          "payment",
          "receivable",
          "credit_note",
          "quote",
          "quote_line",
          "inspection",
          "inspection_point",
          "finding",
          "attachment",
          "time_entry",
          "work_order_helper",
          "order_service",
          "service_record",
          "service_prediction",
          "absence",
          "message",
          "seller");

  static DemoGarage demo(TestGarage garage) {
    DemoStock stock =
        new DemoStock(garage.parts, new DemoSupply(garage.suppliers, garage.purchases));
    DemoWorkshop workshop =
        new DemoWorkshop(
            garage.time,
            garage.orders,
            garage.invoices,
            garage.upkeep,
            stock,
            new DemoCashier(garage.time, garage.payments, garage.creditNotes),
            new DemoHours(garage.time, garage.timeClock, garage.orders),
            new DemoInspections(garage.inspections, garage.attachments),
            new DemoQuotes(garage.time, garage.quotes));
    DemoCalendar calendar =
        new DemoCalendar(garage.bays, garage.appointments, garage.calendar, garage.staff);
    return new DemoGarage(
        garage,
        garage.time,
        garage.customers,
        garage.vehicles,
        garage.staff,
        garage.invoices,
        calendar,
        garage.reminders,
        stock,
        workshop);
  }

  private static List<String> fill(TestGarage garage, DemoScale scale) {
    List<String> told = new ArrayList<>();
    garage.time.at(
        NOW,
        () -> {
          demo(garage).fillIfEmpty(scale, told::add);
          return told;
        });
    return told;
  }

  private static List<String> fingerprints(TestGarage garage) throws SQLException {
    List<String> prints = new ArrayList<>();
    for (String table : TABLES) {
      prints.add(
          table
              + " "
              + garage.one(
                  "select md5(string_agg(t::text, '/' order by t::text)) from " + table + " t"));
    }
    return prints;
  }

  @Test
  void theSameDayGivesTheSameGarage() throws SQLException {
    try (TestGarage one = TestGarage.fresh();
        TestGarage other = TestGarage.fresh()) {
      fill(one, SMALL);
      fill(other, SMALL);

      assertThat(fingerprints(one)).isEqualTo(fingerprints(other));
    }
  }

  @Test
  void theDemoIsCompleteInDateOrderAndLeavesAFilledGarageAlone() throws SQLException {
    try (TestGarage garage = TestGarage.fresh()) {
      List<String> told = fill(garage, SMALL);

      assertThat(told).filteredOn(line -> line.startsWith("account ")).hasSize(7);
      assertThat(garage.one("select count(*) from customer")).isEqualTo("20");
      assertThat(garage.one("select count(*) from vehicle")).isEqualTo("30");
      assertThat(garage.one("select count(*) from part")).isEqualTo("40");
      assertThat(garage.one("select count(*) from invoice")).isEqualTo("60");
      assertThat(garage.one("select count(*) from work_order where state = 'DELIVERED'"))
          .isEqualTo("60");
      assertThat(
              garage.one("select count(distinct state) from work_order where state <> 'DELIVERED'"))
          .isEqualTo("9");
      assertThat(
              garage.one(
                  "select bool_and(ordered) from (select issued_at >= lag(issued_at, 1, issued_at)"
                      + " over (order by fiscal_year, series_number) as ordered from invoice) i"))
          .isEqualTo("t");
      assertThat(
              garage.one(
                  "select bool_and(on_hand = (select sum(quantity) from stock_movement m where"
                      + " m.part_id = p.id)) from part p"))
          .isEqualTo("t");
      assertThat(garage.one("select count(*) > 40 from goods_receipt")).isEqualTo("t");
      assertThat(
              garage.one(
                  "select bool_and(received = (select coalesce(sum(quantity), 0) from"
                      + " goods_receipt_line g where g.purchase_line_id = l.id)) from purchase_line"
                      + " l"))
          .isEqualTo("t");
      assertThat(
              garage.one(
                  "select bool_and(settled = (select coalesce(sum(amount), 0) from payment p where"
                      + " p.invoice_id = r.invoice_id)) from receivable r"))
          .isEqualTo("t");
      assertThat(garage.one("select count(distinct state) from quote")).isEqualTo("5");
      assertThat(garage.one("select count(*) > 5 from quote where state = 'ORDERED'"))
          .isEqualTo("t");
      assertThat(garage.one("select count(distinct severity) from finding")).isEqualTo("2");
      assertThat(garage.one("select count(*) > 0 from inspection where closed_at is null"))
          .isEqualTo("t");
      assertThat(garage.one("select count(*) from attachment")).isEqualTo("1");
      assertThat(
              garage.one(
                  "select sum(stopped_at - started_at) > interval '60 hours' from time_entry"))
          .isEqualTo("t");
      assertThat(
              garage.one(
                  "select count(*) from receivable r join invoice i on i.id = r.invoice_id where"
                      + " i.issued_at < date '2026-01-01' and r.total <> r.credited + r.settled"))
          .isEqualTo("0");
      assertThat(garage.one("select count(*) > 10 from service_record")).isEqualTo("t");
      assertThat(garage.one("select count(distinct vehicle_id) from service_prediction"))
          .isEqualTo("30");
      assertThat(garage.one("select count(*) > 0 from message where kind = 'SERVICE'"))
          .isEqualTo("t");
      assertThat(garage.time.at(NOW, () -> garage.inOne(garage.appointments::today))).hasSize(10);
      assertThat(garage.time.at(NOW, () -> garage.time.clock().getZone()))
          .isEqualTo(GarageClock.ZONE);

      assertThat(fill(garage, SMALL)).singleElement().asString().contains("already");
      assertThat(garage.one("select count(*) from customer")).isEqualTo("20");
    }
  }
}
