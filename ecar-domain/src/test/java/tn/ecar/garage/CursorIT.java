package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.customer.CustomerData;
import tn.ecar.garage.customer.CustomerRow;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderQuery;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.order.OrderState;

/** Lists that go on from a cursor show each row once, in the list's order, whatever it sorts by. */
class CursorIT {
  private static final int ROWS = 23;

  private static TestGarage garage;
  private static long vehicle;

  @BeforeAll
  static void fill() {
    garage = TestGarage.fresh();
    vehicle = garage.vehicle("150 TU 2000");
    for (int i = 0; i < ROWS; i++) {
      // Every third has no town, and names repeat: nulls and equal values are where pages overlap.
      customer("Client " + i % 5, i % 3 == 0 ? null : "Ville " + i % 4, 20_000_000 + i);
      OpenOrder wanted = new OpenOrder(vehicle, "Bruit " + i, 45_500, null);
      long order = garage.inOne(() -> garage.orders.open(wanted)).getId();
      if (i % 2 == 0) {
        garage.run(() -> garage.orders.transition(order, null, OrderState.CANCELLED, "perdu"));
      }
    }
  }

  private static void customer(String name, String town, int phone) {
    CustomerData data =
        new CustomerData(null, name, Integer.toString(phone), null, null, town, null, null, null);
    garage.run(() -> garage.customers.receive(data));
  }

  @AfterAll
  static void close() throws SQLException {
    garage.close();
  }

  private static <T> List<T> walk(PageRequest first, Function<PageRequest, Page<T>> list) {
    List<T> all = new ArrayList<>();
    PageRequest request = first;
    while (request != null) {
      PageRequest wanted = request;
      Page<T> page = garage.inOne(() -> list.apply(wanted));
      all.addAll(page.items());
      request = page.next() == null ? null : wanted.after(page.next());
    }
    return all;
  }

  @Test
  void everyOrderOfCustomersGoesOnWhereItEnded() {
    for (String sort :
        Collections.unmodifiableList(
            java.util.Arrays.asList(null, "town", "name", "phone", "id"))) {
      for (boolean descending : new boolean[] {false, true}) {
        PageRequest whole = new PageRequest(0, 500, sort, descending);
        List<CustomerRow> expected = garage.inOne(() -> garage.customers.search("", whole)).items();
        assertThat(
                walk(
                    new PageRequest(0, 4, sort, descending),
                    page -> garage.customers.search("", page)))
            .as(sort + " " + descending)
            .isEqualTo(expected)
            .hasSizeGreaterThanOrEqualTo(ROWS);
      }
    }
  }

  @Test
  void ordersGoOnByTimeAndByState() {
    for (String sort : java.util.Arrays.asList(null, "state", "number", "openedAt")) {
      PageRequest whole = new PageRequest(0, 500, sort, true);
      OrderQuery query = OrderQuery.text("bruit");
      List<OrderRow> expected = garage.inOne(() -> garage.orderList.search(query, whole)).items();
      assertThat(
              walk(new PageRequest(0, 5, sort, true), page -> garage.orderList.search(query, page)))
          .as(sort)
          .isEqualTo(expected)
          .hasSize(ROWS);
    }
  }

  @Test
  void aRowThatComesBetweenTwoPagesMovesNoOther() {
    PageRequest first = new PageRequest(0, 4, "name", false);
    Page<CustomerRow> page = garage.inOne(() -> garage.customers.search("client", first));
    customer("Aaa client", null, 29_999_999);
    Page<CustomerRow> second =
        garage.inOne(() -> garage.customers.search("client", first.after(page.next())));
    assertThat(second.items()).doesNotContainAnyElementsOf(page.items());
    assertThat(second.items().get(0).name()).isEqualTo(page.items().get(3).name());
  }

  @Test
  void aPageFromACursorCountsNothing() {
    PageRequest first = new PageRequest(0, 4, null, false);
    Page<CustomerRow> page = garage.inOne(() -> garage.customers.search("", first));
    assertThat(page.total()).isGreaterThanOrEqualTo(ROWS);
    int before = garage.statements();
    Page<CustomerRow> next =
        garage.inOne(() -> garage.customers.search("", first.after(page.next())));
    assertThat(garage.statements() - before).isEqualTo(1);
    assertThat(next.total()).isNull();
  }

  @Test
  void aCursorOfAnotherOrderOrNoneIsRefused() {
    PageRequest byName = new PageRequest(0, 4, "name", false);
    String next = garage.inOne(() -> garage.customers.search("", byName)).next();
    for (PageRequest wrong :
        List.of(
            new PageRequest(0, 4, "town", false, next),
            new PageRequest(0, 4, "name", true, next),
            new PageRequest(0, 4, "name", false, "x"),
            new PageRequest(0, 4, "name", false, "%%%"),
            new PageRequest(0, 4, "name", false, next.substring(2)))) {
      assertThatThrownBy(() -> garage.inOne(() -> garage.customers.search("", wrong)))
          .isInstanceOf(RuleViolation.class)
          .hasMessageContaining("cursor");
    }
    assertThatThrownBy(() -> new PageRequest(4, 4, "name", false, next))
        .isInstanceOf(RuleViolation.class);
  }

  @Test
  void anOrderIsFoundByArabicDigitsPhoneAndInvoice() {
    assertThat(found("١٥٠ تونس ٢٠٠٠")).isPositive();
    assertThat(found("150tu2000")).isPositive();
    String phone =
        garage.inOne(() -> garage.vehicles.find(vehicle)).getCustomer().getPhone().number();
    String local = phone.substring(4);
    assertThat(
            found(local.substring(0, 2) + " " + local.substring(2, 5) + "." + local.substring(5)))
        .isPositive();
    assertThat(found("no such thing")).isZero();
  }

  private static long found(String text) {
    return garage
        .inOne(() -> garage.orderList.search(OrderQuery.text(text), PageRequest.of(0, 5)))
        .total();
  }

  /** After a bulk of rows each search read the list of what was not in the index yet. */
  @Test
  void whatIsWrittenCanBeSearchedByTheIndexAtOnce() throws SQLException {
    String indexes =
        "select count(*) from pg_class c join pg_am a on a.oid = c.relam where a.amname = 'gin'";
    String all = garage.one(indexes);
    assertThat(all).isNotEqualTo("0");
    assertThat(garage.one(indexes + " and 'fastupdate=off' = any (c.reloptions)")).isEqualTo(all);
  }
}
