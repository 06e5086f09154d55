package tn.ecar.bench;

import static java.util.regex.Pattern.DOTALL;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What users ask for: each list, search and detail of the garage by name, with many addresses for
 * each, so that no two users look at the same thing.
 */
public final class Requests {
  private static final int SAMPLE = 200;
  private static final Pattern NAVIGATION = Pattern.compile("<nav class=\"nav\".*?</nav>", DOTALL);
  private static final Pattern CONTENT = Pattern.compile("<main .*</main>", DOTALL);
  private static final Pattern ADDRESS = Pattern.compile("href=\"/?(([a-z-]+)\\.xhtml[^\"#]*)\"");

  private final Map<String, List<String>> paths = new LinkedHashMap<>();

  /** Looks through the garage for things to ask for. */
  static Requests of(Site site) throws IOException {
    Requests requests = new Requests();
    requests.things(site, "customers", "customer", "name", "phone");
    requests.things(site, "vehicles", "vehicle", "plate");
    requests.things(site, "parts", "part", "number", "name");
    requests.things(site, "orders", "order", "number", "plate", "customerName", "invoiceNumber");
    requests.things(site, "invoices", "invoice", "number", "buyerName");
    requests.things(site, "quotes", "quote", "number");
    requests.things(site, "purchase-orders", "purchase order");
    requests.under("vehicle", "vehicle's history", "services");
    requests.under("vehicle", "vehicle's readings", "readings");
    requests.under("vehicle", "vehicle's predictions", "predictions");
    requests.under("customer", "customer's vehicles", "vehicles");
    requests.under("part", "part's movements", "movements");
    requests.under("order", "order's time", "time");
    requests.list("credit notes", "credit-notes");
    requests.list("messages", "messages");
    requests.list("suppliers", "suppliers");
    requests.list("due services", "services/due");
    requests.list("audit", "audit");
    requests.paths.put("open orders", List.of(api("orders?state=IN_PROGRESS&state=READY")));
    requests.paths.put("open invoices", List.of(api("invoices?open=true")));
    requests.paths.put("parts to order", List.of(api("parts?low=true")));
    return requests;
  }

  /**
   * Looks for the pages as somebody finds them: the navigation, what its places lead to, and what
   * those lead to. Of the things there are most of, many are looked at.
   */
  public static Requests pages(Site site) throws IOException {
    Requests pages = new Requests();
    pages.found(within(NAVIGATION, site.text("today.xhtml")));
    for (int step = 0; step < 2; step++) {
      for (String page : pages.names()) {
        pages.found(within(CONTENT, site.text(pages.paths.get(page).get(0))));
      }
    }
    for (String thing : List.of("customer", "vehicle", "order", "invoice", "quote", "part")) {
      List<String> addresses = new ArrayList<>();
      for (JsonValue row : page(site, thing + "s", "")) {
        addresses.add(thing + ".xhtml?id=" + identity(row.asJsonObject()));
      }
      pages.paths.put(thing, addresses);
    }
    pages.paths.put("time", stretches(site));
    pages.paths.put(
        "search", List.of("search.xhtml?q=a", "search.xhtml?q=1", "search.xhtml?q=ben"));
    return pages;
  }

  /** Stretches of work, of the first order on which somebody worked. */
  private static List<String> stretches(Site site) throws IOException {
    for (JsonValue order : page(site, "orders", "")) {
      List<String> addresses =
          site
              .json(api("orders/" + identity(order.asJsonObject()) + "/time"))
              .getJsonArray("entries")
              .stream()
              .map(entry -> "time.xhtml?id=" + identity(entry.asJsonObject()))
              .toList();
      if (!addresses.isEmpty()) {
        return addresses;
      }
    }
    throw new IllegalStateException("Nobody has worked on any order");
  }

  private static String within(Pattern part, String page) {
    Matcher found = part.matcher(page);
    return found.find() ? found.group() : "";
  }

  /**
   * Keeps the addresses of pages nobody has come to yet; that of a thing goes before an empty one.
   */
  private void found(String markup) {
    Matcher address = ADDRESS.matcher(markup);
    while (address.find()) {
      String path = address.group(1).replace("&amp;", "&");
      List<String> known = paths.get(address.group(2));
      if (known == null || (!known.get(0).contains("id=") && path.contains("?id="))) {
        paths.put(address.group(2), List.of(path));
      }
    }
  }

  private void things(Site site, String list, String thing, String... searched) throws IOException {
    list(list, list);
    List<String> details = new ArrayList<>();
    Map<String, List<String>> searches = new LinkedHashMap<>();
    List<String> cursors = new ArrayList<>();
    JsonObject first = site.json(api(list + "?size=" + SAMPLE));
    for (JsonValue value : first.getJsonArray("items")) {
      JsonObject row = value.asJsonObject();
      details.add(api(list + "/" + identity(row)));
      for (String field : searched) {
        if (row.containsKey(field)) {
          searches
              .computeIfAbsent(list + " by " + field, any -> new ArrayList<>())
              .add(
                  api(
                      list
                          + "?q="
                          + URLEncoder.encode(row.getString(field), StandardCharsets.UTF_8)));
        }
      }
    }
    if (first.containsKey("next")) {
      cursors.add(api(list + "?cursor=" + first.getString("next")));
      paths.put(list + ", next page", cursors);
    }
    paths.put(thing, details);
    paths.putAll(searches);
  }

  private void list(String name, String path) {
    paths.put(name, List.of(api(path)));
  }

  private void under(String thing, String name, String below) {
    paths.put(name, paths.get(thing).stream().map(path -> path + "/" + below).toList());
  }

  private static Iterable<JsonValue> page(Site site, String list, String query) throws IOException {
    return site.json(api(list + "?size=" + SAMPLE + query)).getJsonArray("items");
  }

  private static int identity(JsonObject row) {
    return row.getInt("id");
  }

  private static String api(String path) {
    return "api/v1/" + path;
  }

  /** The names of what can be asked for. */
  public List<String> names() {
    return List.copyOf(paths.keySet());
  }

  /** One of the addresses of a name. */
  public String any(String name, Random random) {
    List<String> candidates = paths.get(name);
    return candidates.get(random.nextInt(candidates.size()));
  }
}
