package tn.ecar.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The description of the API in the words of OpenAPI 3.0, read from the resources, their
 * annotations and the records that go in and out. The server has a description of its own at {@code
 * /openapi}; it knows neither days nor enumerations, so ours is read from the code once more.
 */
final class ApiDocument {
  private static final String VERSION = "3.0.3";

  private final ApiExamples examples = new ApiExamples();
  private final ApiSchemas schemas = new ApiSchemas(examples);

  private ApiDocument() {}

  /**
   * Returns the document of these resources.
   *
   * @param resources classes that carry {@link Path}, in any order
   */
  static JsonObject of(Collection<Class<?>> resources) {
    return new ApiDocument().document(resources);
  }

  private JsonObject document(Collection<Class<?>> resources) {
    String root = Api.class.getAnnotation(ApplicationPath.class).value();
    Map<String, Map<String, JsonObject>> paths = new TreeMap<>();
    List<Class<?>> sorted =
        resources.stream().sorted(Comparator.comparing(Class<?>::getName)).toList();
    for (Class<?> resource : sorted) {
      for (Method method : sorted(resource.getDeclaredMethods())) {
        ApiOperation.of(resource, method, schemas, examples)
            .ifPresent(
                operation ->
                    paths
                        .computeIfAbsent(root + operation.path(), path -> new TreeMap<>())
                        .merge(operation.verb(), operation.described(), ApiDocument::both));
      }
    }
    JsonObjectBuilder all = Json.createObjectBuilder();
    paths.forEach(
        (path, operations) -> {
          JsonObjectBuilder item = Json.createObjectBuilder();
          operations.forEach(item::add);
          all.add(path, item);
        });
    // The problem of every failure is described though no method returns it.
    schemas.of(Problem.class);
    JsonObjectBuilder named = Json.createObjectBuilder();
    schemas.named().forEach(named::add);
    OpenAPIDefinition told = Api.class.getAnnotation(OpenAPIDefinition.class);
    return Json.createObjectBuilder()
        .add("openapi", VERSION)
        .add(
            "info",
            Json.createObjectBuilder()
                .add("title", told.info().title())
                .add("version", told.info().version())
                .add("description", told.info().description()))
        .add("tags", tags(told))
        .add("security", security(told))
        .add("paths", all)
        .add(
            "components",
            Json.createObjectBuilder().add("schemas", named).add("securitySchemes", schemes()))
        .build();
  }

  /** What answers in text goes first, for {@link #both} keeps the words of the other. */
  private static List<Method> sorted(Method[] methods) {
    return Arrays.stream(methods)
        .sorted(
            Comparator.comparing((Method method) -> !method.getReturnType().equals(String.class))
                .thenComparing(Method::getName)
                .thenComparing(Method::toString))
        .toList();
  }

  /** One address may answer in two types: the second operation, with the types of the first too. */
  private static JsonObject both(JsonObject first, JsonObject second) {
    JsonObjectBuilder responses = Json.createObjectBuilder(second.getJsonObject("responses"));
    first
        .getJsonObject("responses")
        .forEach(
            (status, response) -> {
              JsonObject more = response.asJsonObject().getJsonObject("content");
              JsonObject own = second.getJsonObject("responses").getJsonObject(status);
              if (more != null && own != null && own.containsKey("content")) {
                JsonObjectBuilder content = Json.createObjectBuilder(own.getJsonObject("content"));
                more.forEach(content::add);
                responses.add(status, Json.createObjectBuilder(own).add("content", content));
              }
            });
    return Json.createObjectBuilder(second).add("responses", responses).build();
  }

  private static JsonArrayBuilder tags(OpenAPIDefinition told) {
    JsonArrayBuilder tags = Json.createArrayBuilder();
    for (Tag tag : told.tags()) {
      tags.add(
          Json.createObjectBuilder().add("name", tag.name()).add("description", tag.description()));
    }
    return tags;
  }

  private static JsonArrayBuilder security(OpenAPIDefinition told) {
    JsonArrayBuilder ways = Json.createArrayBuilder();
    for (SecurityRequirement way : told.security()) {
      ways.add(Json.createObjectBuilder().add(way.name(), Json.createArrayBuilder()));
    }
    return ways;
  }

  private static JsonObjectBuilder schemes() {
    JsonObjectBuilder schemes = Json.createObjectBuilder();
    for (SecurityScheme scheme : Api.class.getAnnotationsByType(SecurityScheme.class)) {
      JsonObjectBuilder one = Json.createObjectBuilder().add("type", scheme.type().toString());
      if (!scheme.apiKeyName().isEmpty()) {
        one.add("in", scheme.in().toString()).add("name", scheme.apiKeyName());
      }
      if (!scheme.scheme().isEmpty()) {
        one.add("scheme", scheme.scheme());
      }
      if (!scheme.description().isEmpty()) {
        one.add("description", scheme.description());
      }
      schemes.add(scheme.securitySchemeName(), one);
    }
    return schemes;
  }
}
