package tn.ecar.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** How an operation of the API goes well, and how it fails. */
final class ApiAnswers {
  private static final String JSON = MediaType.APPLICATION_JSON;

  /** How each failure comes about; the method's own words go before these. */
  private static final Map<String, String> PROBLEMS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("400", "The body or a header cannot be read"),
              Map.entry("401", "Nobody is signed in"),
              Map.entry("403", "The caller's roles do not allow it"),
              Map.entry("404", "There is no such thing"),
              Map.entry("406", "The answer cannot be had in that type"),
              Map.entry("409", "Something stands against it, such as a name that is taken"),
              Map.entry("412", "Somebody changed it meanwhile: read it again"),
              Map.entry("413", "The body is too long"),
              Map.entry("415", "A body of that type is not taken here"),
              Map.entry("422", "A value breaks a rule; violations tell which"),
              Map.entry("428", "If-Match is missing"),
              Map.entry("429", "Too many tries: wait"),
              Map.entry("500", "The server failed; instance leads to its log"),
              Map.entry("503", "The database does not answer at the moment")));

  private final ApiOperation operation;
  private final Method method;
  private final ApiSchemas schemas;

  ApiAnswers(ApiOperation operation, ApiSchemas schemas) {
    this.operation = operation;
    this.method = operation.method();
    this.schemas = schemas;
  }

  /** The type of what comes back; empty if it is no JSON or nobody has said. */
  private Optional<Type> shown() {
    APIResponseSchema shown = method.getAnnotation(APIResponseSchema.class);
    if (shown != null) {
      return Optional.of(shown.value());
    }
    Class<?> type = method.getReturnType();
    return Set.of(Response.class, String.class, void.class).contains(type)
        ? Optional.empty()
        : Optional.of(method.getGenericReturnType());
  }

  /** Returns all of them by their status. */
  JsonObjectBuilder described() {
    Map<String, JsonObject> responses = new TreeMap<>();
    APIResponseSchema shown = method.getAnnotation(APIResponseSchema.class);
    String usual = "200";
    if (shown != null) {
      usual = shown.responseCode().isEmpty() ? "200" : shown.responseCode();
      responses.put(usual, json(usual, "", schemas.of(shown.value())));
    } else if (method.getReturnType().equals(void.class)) {
      responses.put("204", empty("Done"));
    } else if (!method.getReturnType().equals(Response.class)) {
      responses.put("200", success());
    }
    for (APIResponse told : method.getAnnotationsByType(APIResponse.class)) {
      responses.put(told.responseCode(), told(told));
    }
    for (String status : failures()) {
      responses.computeIfAbsent(status, code -> problem(code, PROBLEMS.get(code)));
    }
    if (responses.keySet().stream().noneMatch(status -> status.startsWith("2"))) {
      responses.put("200", success());
    }
    JsonObjectBuilder all = Json.createObjectBuilder();
    responses.forEach(all::add);
    return all;
  }

  private JsonObject success() {
    Produces produced = operation.annotation(Produces.class);
    List<String> types = produced == null ? List.of(JSON) : Arrays.asList(produced.value());
    boolean isJson =
        types.contains(JSON)
            && !method.getReturnType().equals(Response.class)
            && !method.getReturnType().equals(String.class);
    JsonObjectBuilder content = Json.createObjectBuilder();
    for (String type : types) {
      String plain = type.replaceAll(";.*", "");
      if (isJson && plain.equals(JSON)) {
        content.add(plain, operation.media(schemas.of(method.getGenericReturnType())));
      } else if (!plain.equals(JSON)) {
        content.add(plain, ApiOperation.file(new Content[0], plain));
      } else {
        content.add(plain, Json.createObjectBuilder().add("schema", JsonValue.EMPTY_JSON_OBJECT));
      }
    }
    return Json.createObjectBuilder()
        .add("description", "As asked for")
        .add("content", content)
        .build();
  }

  private JsonObject told(APIResponse told) {
    String status = told.responseCode();
    if (status.compareTo("400") >= 0) {
      return problem(status, told.description());
    }
    if (told.content().length == 0) {
      return status.equals("204")
          ? empty(told.description())
          : shown()
              .map(type -> json(status, told.description(), schemas.of(type)))
              .orElseGet(() -> file(told.description()));
    }
    JsonObjectBuilder content = Json.createObjectBuilder();
    for (Content each : told.content()) {
      content.add(each.mediaType(), ApiOperation.file(told.content(), each.mediaType()));
    }
    return Json.createObjectBuilder()
        .add("description", told.description())
        .add("content", content)
        .build();
  }

  private JsonObject json(String status, String description, JsonObject schema) {
    return Json.createObjectBuilder()
        .add(
            "description",
            description.isEmpty() ? status.equals("201") ? "Made" : "As asked for" : description)
        .add("content", Json.createObjectBuilder().add(JSON, operation.media(schema)))
        .build();
  }

  /** What is no JSON is told by its types; nothing if there is no body at all. */
  private JsonObject file(String description) {
    Produces produced = operation.annotation(Produces.class);
    JsonObjectBuilder content = Json.createObjectBuilder();
    if (produced != null) {
      // JSON beside another type is for the problems.
      Arrays.stream(produced.value())
          .filter(type -> !type.equals(JSON))
          .forEach(type -> content.add(type, ApiOperation.file(new Content[0], type)));
    }
    JsonObject types = content.build();
    return types.isEmpty()
        ? empty(description)
        : Json.createObjectBuilder(empty(description)).add("content", types).build();
  }

  private static JsonObject empty(String description) {
    return Json.createObjectBuilder().add("description", description).build();
  }

  private JsonObject problem(String status, String description) {
    int code = Integer.parseInt(status);
    Optional<Problem.Kind> kind =
        Arrays.stream(Problem.Kind.values()).filter(each -> each.status() == code).findFirst();
    return Json.createObjectBuilder()
        .add("description", description)
        .add(
            "content",
            Json.createObjectBuilder()
                .add(
                    Problem.MEDIA_TYPE,
                    Json.createObjectBuilder()
                        .add("schema", schemas.of(Problem.class))
                        .add(
                            "example",
                            Json.createObjectBuilder()
                                .add("type", kind.map(Problem.Kind::type).orElse("about:blank"))
                                .add("title", kind.map(Problem.Kind::title).orElse(description))
                                .add("status", code)
                                .add("detail", description + "."))))
        .build();
  }

  private List<String> failures() {
    List<String> failures = new ArrayList<>(List.of("406", "500", "503"));
    if (!operation.isOpen()) {
      failures.addAll(List.of("401", "403"));
    }
    // What a body refers to may not be there, as what an address names.
    if (operation.path().contains("{") || operation.hasBody()) {
      failures.add("404");
    }
    if (operation.hasBody() || operation.hasParameters()) {
      failures.addAll(List.of("400", "422"));
    }
    if (operation.hasBody()) {
      failures.addAll(List.of("413", "415"));
    }
    if (!operation.verb().equals("get")) {
      failures.add("409");
    }
    if (operation.hasParameter("If-Match")) {
      failures.addAll(List.of("412", "428"));
    }
    if (operation.path().equals("/session") && operation.verb().equals("post")) {
      failures.addAll(List.of("401", "429"));
    }
    return failures;
  }
}
