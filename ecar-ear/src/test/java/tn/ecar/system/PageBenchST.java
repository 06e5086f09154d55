package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tn.ecar.bench.Requests;
import tn.ecar.bench.Site;

/** The bench of the pages leaves none of them out. */
class PageBenchST {
  private static final Path WEBAPP = Path.of("../ecar-web/src/main/webapp");

  /** What nobody comes to by the navigation: customers come by a link, others by accident. */
  private static final Set<String> OUTSIDE =
      Set.of("login", "my", "expired", "error", "missing", "forbidden");

  private static Set<String> pages() throws IOException {
    try (Stream<Path> files = Files.list(WEBAPP)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".xhtml"))
          .map(name -> name.replace(".xhtml", ""))
          .filter(name -> !OUTSIDE.contains(name))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void everyPageOfTheStaffIsMeasured() throws Exception {
    ApiClient manager = ApiClient.manager();
    GarageDay day = new GarageDay(manager);
    long order = day.finishedOrder();
    assertThat(manager.post("orders/" + order + "/invoice").status()).isEqualTo(201);
    ApiClient.Answer quote =
        manager.post(
            "quotes",
            "{\"orderId\":%d,\"wantedWork\":\"Freins\",\"lines\":[{\"kind\":\"LABOUR\",\"designation\":\"Disques\",\"quantity\":1,\"unitPrice\":50}]}"
                .formatted(underWay(manager)));
    assertThat(quote.status()).as(quote.text()).isEqualTo(201);
    Product product = Product.running();
    Site site = new Site(product.base()).signIn("manager", product.managerPassword());

    Requests requests = Requests.pages(site);

    assertThat(requests.names()).containsExactlyInAnyOrderElementsOf(pages());
    for (String page : requests.names()) {
      // Anything but 200 is thrown.
      assertThat(site.time(requests.any(page, new Random(1)))).as(page).isPositive();
    }
  }

  /** The newest order, on which somebody's clock runs. */
  private static long underWay(ApiClient manager) throws Exception {
    GarageDay day = new GarageDay(manager);
    long order = day.openOrder(day.receiveCar(), day.stockPart());
    day.take(order, "APPROVED", "IN_PROGRESS");
    ApiClient.Answer started =
        manager.post(
            "orders/" + order + "/time", "{\"technicianId\":" + new Hired("technician").id() + "}");
    assertThat(started.status()).as(started.text()).isEqualTo(201);
    return order;
  }
}
