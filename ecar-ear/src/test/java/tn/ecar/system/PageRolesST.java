package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tn.ecar.system.ApiClient.Answer;

/** What a role's navigation hides is refused as well when somebody asks for it by its address. */
class PageRolesST {
  private static final String PASSWORD = "motdepasse-de-test";
  private static final Set<String> DESK = Set.of("manager", "frontdesk");
  private static final Set<String> WORKSHOP = Set.of("manager", "frontdesk", "technician");
  private static final Set<String> STORE = Set.of("manager", "frontdesk", "storekeeper");
  private static final Set<String> SUPPLY = Set.of("manager", "storekeeper");
  private static final Set<String> MACHINE = Set.of("manager", "operator");
  private static final Set<String> MANAGER = Set.of("manager");

  private static Map<String, Set<String>> pages() {
    Map<String, Set<String>> pages = new LinkedHashMap<>();
    for (String page :
        List.of(
            "customers",
            "customer",
            "vehicles",
            "vehicle",
            "reception",
            "quotes",
            "quote",
            "invoices",
            "invoice")) {
      pages.put(page, DESK);
    }
    for (String page : List.of("calendar", "board", "orders", "order")) {
      pages.put(page, WORKSHOP);
    }
    for (String page : List.of("parts", "part")) {
      pages.put(page, STORE);
    }
    for (String page : List.of("count", "purchases", "purchase", "suppliers", "supplier")) {
      pages.put(page, SUPPLY);
    }
    for (String page : List.of("pool", "jobs", "job")) {
      pages.put(page, MACHINE);
    }
    for (String page :
        List.of(
            "reports",
            "administration",
            "workshop",
            "time",
            "api-keys",
            "rates",
            "intervals",
            "templates",
            "seller",
            "series",
            "audit")) {
      pages.put(page, MANAGER);
    }
    return pages;
  }

  @Test
  void eachRoleOpensItsPagesAndNoOther() throws Exception {
    ApiClient manager = ApiClient.manager();
    for (String role : List.of("frontdesk", "technician", "storekeeper", "operator", "manager")) {
      String login = role + System.nanoTime() % 1_000_000_000;
      Answer opened =
          manager.post(
              "staff",
              "{\"login\":\"%s\",\"name\":\"%s\",\"roles\":[\"%s\"],\"password\":\"%s\"}"
                  .formatted(login, login, role, PASSWORD));
      assertThat(opened.status()).as(opened.text()).isEqualTo(201);
      ApiClient somebody = new ApiClient(Product.running().base()).signIn(login, PASSWORD);
      for (Map.Entry<String, Set<String>> page : pages().entrySet()) {
        Answer answer = somebody.get("../../" + page.getKey() + ".xhtml");
        int status = answer.status();
        if (page.getValue().contains(role)) {
          // Without an identity there is no such thing to show, or the list is shown instead; that
          // is no refusal.
          assertThat(status).as("%s for %s", page.getKey(), role).isIn(200, 302, 404);
          assertThat(answer.location()).as(page.getKey()).doesNotContain("login");
        } else {
          assertThat(status).as("%s for %s", page.getKey(), role).isEqualTo(403);
        }
      }
    }
  }
}
