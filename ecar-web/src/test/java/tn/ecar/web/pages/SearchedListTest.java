package tn.ecar.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.customer.Customers;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.order.OrderList;
import tn.ecar.garage.part.Parts;
import tn.ecar.garage.quote.Quotes;
import tn.ecar.garage.supply.PurchaseOrders;
import tn.ecar.garage.supply.Suppliers;
import tn.ecar.garage.vehicle.Vehicles;

class SearchedListTest {
  private static final Map<String, Class<?>> LISTS =
      Map.of(
          "customersPage", Customers.class,
          "vehiclesPage", Vehicles.class,
          "ordersPage", OrderList.class,
          "quotesPage", Quotes.class,
          "invoicesPage", Invoices.class,
          "partsPage", Parts.class,
          "purchasesPage", PurchaseOrders.class,
          "suppliersPage", Suppliers.class);

  private static final Pattern HEADING =
      Pattern.compile("<e:sortable page=\"#\\{(\\w+)}\" key=\"(\\w+)\"");

  /** The heading of the days on which goods are expected sorted nothing. */
  @Test
  void everyHeadingThatSortsIsAKeyOfItsList() throws IOException, ReflectiveOperationException {
    Set<String> unknown = new TreeSet<>();
    int headings = 0;
    try (Stream<Path> all = Files.list(Path.of("src/main/webapp"))) {
      for (Path page : all.filter(each -> each.toString().endsWith(".xhtml")).toList()) {
        for (Matcher found = HEADING.matcher(Files.readString(page)); found.find(); headings++) {
          if (!keys(LISTS.get(found.group(1))).contains(found.group(2))) {
            unknown.add(page.getFileName() + ": " + found.group(2));
          }
        }
      }
    }
    assertThat(headings).isGreaterThan(20);
    assertThat(unknown).isEmpty();
  }

  private static Set<?> keys(Class<?> list) throws ReflectiveOperationException {
    Field sorts = list.getDeclaredField("SORTS");
    sorts.setAccessible(true);
    return ((Map<?, ?>) sorts.get(null)).keySet();
  }

  @Test
  void anOrderNobodyKnowsLeavesThePageWhereItIs() {
    List<PageRequest> asked = new ArrayList<>();
    SearchedList<String> list =
        new SearchedList<>() {
          @Override
          protected Page<String> page(PageRequest wanted) {
            asked.add(wanted);
            if (wanted.sort() != null) {
              throw new RuleViolation("sort", wanted.sort(), "There is no such order.");
            }
            return new Page<>(List.of("a row"), 60, wanted.first(), wanted.size());
          }
        };
    try (AskedPage page = new AskedPage(Map.of("sort", "colour", "page", "3"))) {
      assertThat(page.getExternalContext()).isNotNull();
      assertThat(list.getNumber()).isEqualTo(3);
    }
    assertThat(asked).extracting(PageRequest::first).containsExactly(50, 50);
  }
}
