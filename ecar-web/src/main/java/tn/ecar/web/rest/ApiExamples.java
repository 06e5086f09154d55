package tn.ecar.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What a field or a parameter looks like in a garage: an example of each name, kept in {@code
 * examples.properties}, and what a parameter means, in {@code parameters.properties}.
 */
final class ApiExamples {
  private static final int DEPTH = 6;

  /** What values of a form look like when their name says no more. */
  private static final Map<String, String> FORMATS =
      Map.of(
          "date-time", "2026-05-04T09:12:30Z",
          "date", "2026-05-04",
          "time", "08:00:00",
          "duration", "PT30M",
          "decimal", "12.500");

  private final Properties byName = read("examples.properties");
  private final Properties meanings = read("parameters.properties");

  private static Properties read(String file) {
    Properties properties = new Properties();
    try (InputStream in = ApiExamples.class.getResourceAsStream(file)) {
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  /** Returns what a parameter of that name means; empty if nobody has said. */
  Optional<String> meaning(String parameter) {
    return Optional.ofNullable(meanings.getProperty(parameter));
  }

  /**
   * Returns an example of a value that is neither object nor array.
   *
   * @param own what its annotation tells; may be empty
   */
  Optional<JsonValue> plain(String name, String own, JsonObject schema) {
    String type = schema.getString("type", "");
    if (type.isEmpty() || type.equals("object") || type.equals("array")) {
      return Optional.empty();
    }
    JsonArray values = schema.getJsonArray("enum");
    String told = own.isEmpty() ? byName.getProperty(name) : own;
    if (values != null) {
      return Optional.of(
          values.stream()
              .filter(value -> value.toString().equals("\"" + told + "\""))
              .findFirst()
              .orElse(values.get(0)));
    }
    if (type.equals("boolean")) {
      return Optional.of("true".equals(told) ? JsonValue.TRUE : JsonValue.FALSE);
    }
    if (type.equals("integer") || type.equals("number")) {
      BigDecimal number = number(told);
      return Optional.of(
          type.equals("integer") ? Json.createValue(number.longValue()) : Json.createValue(number));
    }
    String form = FORMATS.get(schema.getString("format", ""));
    return Optional.ofNullable(told == null || !isLike(told, form) ? form : told)
        .map(Json::createValue);
  }

  /** One name may be a day here and a moment there. */
  private static boolean isLike(String told, String form) {
    return form == null
        || form.contains(".")
        || form.replaceAll("[0-9]+", "9").equals(told.replaceAll("[0-9]+", "9"));
  }

  private static BigDecimal number(String told) {
    try {
      return new BigDecimal(told == null ? "1" : told.strip());
    } catch (NumberFormatException e) {
      return BigDecimal.ONE;
    }
  }

  /** Returns an example of a whole body, put together from those of its fields. */
  JsonValue whole(String name, JsonObject schema, Map<String, JsonObject> named) {
    return whole(name, schema, named, DEPTH);
  }

  private JsonValue whole(
      String name, JsonObject schema, Map<String, JsonObject> named, int depth) {
    if (schema.containsKey("$ref")) {
      JsonObject meant =
          named.get(schema.getString("$ref").substring(ApiSchemas.REFERENCE.length()));
      return depth == 0 ? JsonValue.EMPTY_JSON_OBJECT : whole(name, meant, named, depth - 1);
    }
    if (schema.containsKey("example")) {
      return schema.get("example");
    }
    if (schema.getString("type", "").equals("array")) {
      JsonArrayBuilder one = Json.createArrayBuilder();
      if (depth > 0) {
        one.add(whole(name, schema.getJsonObject("items"), named, depth - 1));
      }
      return one.build();
    }
    if (schema.containsKey("properties")) {
      JsonObjectBuilder object = Json.createObjectBuilder();
      schema
          .getJsonObject("properties")
          .forEach(
              (field, value) ->
                  object.add(field, whole(field, value.asJsonObject(), named, depth - 1)));
      return object.build();
    }
    return plain(name, "", schema).orElse(JsonValue.EMPTY_JSON_OBJECT);
  }
}
