package tn.ecar.system;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The description of the API as the product gives it out at /api/v1/openapi. */
final class OpenApi {
  private static final String ROOT = "/api/v1";
  private static final Set<String> VERBS = Set.of("get", "post", "put", "delete", "patch");

  private static OpenApi known;

  private final JsonObject document;

  private OpenApi(JsonObject document) {
    this.document = document;
  }

  static OpenApi of(Product product) throws IOException, InterruptedException {
    return at(product.base());
  }

  private static OpenApi read(URI where) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(where).header("Accept", "application/json").build();
    String text = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return new OpenApi(reader.readObject());
    }
  }

  JsonObject document() {
    return document;
  }

  /** Returns the description of the garage at this address, asked for once. */
  static synchronized OpenApi at(URI garage) throws IOException, InterruptedException {
    if (known == null) {
      known = read(garage.resolve("/api/v1/openapi"));
    }
    return known;
  }

  /**
   * Returns what an answer has that the description does not tell; empty for addresses that it does
   * not know at all.
   *
   * @param path below /api/v1, without query
   */
  List<String> drift(String verb, String path, int status, String type, String body) {
    Optional<JsonObject> operation = operation(verb, path);
    if (operation.isEmpty()) {
      return status == 404 || status == 405 || status == 401
          ? List.of()
          : List.of(verb + " " + path + " is not described");
    }
    String what = verb + " " + path + " " + status;
    JsonObject response =
        operation.get().getJsonObject("responses").getJsonObject(Integer.toString(status));
    if (response == null) {
      return List.of(what + " is not described: " + body);
    }
    if (!response.containsKey("content")) {
      return body.isEmpty() ? List.of() : List.of(what + " has a body: " + body);
    }
    if (body.isEmpty()) {
      // An address that the server itself cannot read never comes to the API.
      return status == 400 ? List.of() : List.of(what + " has no body");
    }
    String plain = type.split(";")[0].strip();
    JsonObject types = response.getJsonObject("content");
    JsonObject content =
        types.getJsonObject(types.containsKey(plain) ? plain : plain.replaceAll("/.*", "/*"));
    if (content == null) {
      return List.of(what + " is of type " + type);
    }
    if (!plain.endsWith("json")) {
      return List.of();
    }
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      return mismatches(reader.readValue(), content.getJsonObject("schema")).stream()
          .map(found -> what + ": " + found)
          .toList();
    }
  }

  /** Returns where a value is not as its schema tells. */
  List<String> mismatches(JsonValue value, JsonObject schema) {
    return new JsonShape(document).mismatches(value, schema);
  }

  private Optional<JsonObject> operation(String verb, String path) {
    JsonObject paths = document.getJsonObject("paths");
    String wanted = ROOT + "/" + path;
    return paths.keySet().stream()
        .filter(template -> wanted.matches(pattern(template)))
        .filter(
            template -> paths.getJsonObject(template).containsKey(verb.toLowerCase(Locale.ROOT)))
        // An address without a variable is meant before one with it.
        .min(java.util.Comparator.comparingInt(template -> template.split("\\{").length))
        .map(
            template -> paths.getJsonObject(template).getJsonObject(verb.toLowerCase(Locale.ROOT)));
  }

  private static String pattern(String template) {
    return template.replaceAll("\\{[^}]*}", "[^/]+");
  }

  /** Returns each operation as {@code GET /orders/{id}}, sorted. */
  Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    document
        .getJsonObject("paths")
        .forEach(
            (path, item) ->
                item.asJsonObject().keySet().stream()
                    .filter(VERBS::contains)
                    .forEach(verb -> operations.add(name(verb, path))));
    return operations;
  }

  private static String name(String verb, String path) {
    String inside = path.startsWith(ROOT) ? path.substring(ROOT.length()) : path;
    return verb.toUpperCase(Locale.ROOT) + " " + inside.replaceAll("\\{(\\w+)\\s*:[^}]*}", "{$1}");
  }
}
