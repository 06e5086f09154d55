package tn.ecar.system;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares JSON with a schema of OpenAPI 3.0 as strictly as a generated client would: a field that
 * the schema does not name is a mismatch, not a surprise.
 */
final class JsonShape {
  private static final String REFERENCE = "#/components/schemas/";

  private final JsonObject document;
  private final List<String> found = new ArrayList<>();

  JsonShape(JsonObject document) {
    this.document = document;
  }

  List<String> mismatches(JsonValue value, JsonObject schema) {
    compare("", value, schema);
    return found;
  }

  private void compare(String where, JsonValue value, JsonObject schema) {
    if (schema == null) {
      return;
    }
    if (schema.containsKey("$ref")) {
      String name = schema.getString("$ref").replace(REFERENCE, "");
      JsonObject meant =
          document.getJsonObject("components").getJsonObject("schemas").getJsonObject(name);
      if (meant == null) {
        found.add(where + " refers to " + name + ", which is not there");
      }
      compare(where, value, meant);
      return;
    }
    if (value == JsonValue.NULL) {
      if (!schema.getBoolean("nullable", false)) {
        found.add(where + " is null");
      }
      return;
    }
    for (String all : List.of("allOf", "anyOf", "oneOf")) {
      if (schema.containsKey(all)) {
        schema.getJsonArray(all).forEach(part -> compare(where, value, part.asJsonObject()));
      }
    }
    if (schema.containsKey("enum") && !schema.getJsonArray("enum").contains(value)) {
      found.add(where + " is " + value + " and not one of " + schema.getJsonArray("enum"));
    }
    switch (schema.getString("type", "")) {
      case "object" -> object(where, value, schema);
      case "array" -> array(where, value, schema);
      case "string" -> text(where, value, schema);
      case "integer" ->
          require(
              where,
              value instanceof JsonNumber number && number.isIntegral(),
              value,
              "no integer");
      case "number" -> require(where, value instanceof JsonNumber, value, "no number");
      case "boolean" ->
          require(
              where,
              value == JsonValue.TRUE || value == JsonValue.FALSE,
              value,
              "neither true nor false");
      default -> {
        if (schema.containsKey("properties")) {
          object(where, value, schema);
        }
      }
    }
  }

  private void require(String where, boolean holds, JsonValue value, String what) {
    if (!holds) {
      found.add(where + " is " + value + ", " + what);
    }
  }

  private void object(String where, JsonValue value, JsonObject schema) {
    if (!(value instanceof JsonObject object)) {
      found.add(where + " is " + value + ", no object");
      return;
    }
    JsonObject properties = schema.getJsonObject("properties");
    JsonValue others = schema.get("additionalProperties");
    for (Map.Entry<String, JsonValue> field : object.entrySet()) {
      String below = where + "/" + field.getKey();
      if (properties != null && properties.containsKey(field.getKey())) {
        compare(below, field.getValue(), properties.getJsonObject(field.getKey()));
      } else if (others instanceof JsonObject other) {
        compare(below, field.getValue(), other);
      } else if (properties != null && others != JsonValue.TRUE) {
        found.add(below + " is not described");
      }
    }
    if (schema.containsKey("required")) {
      for (JsonString name : schema.getJsonArray("required").getValuesAs(JsonString.class)) {
        if (!object.containsKey(name.getString())) {
          found.add(where + "/" + name.getString() + " is missing");
        }
      }
    }
  }

  private void array(String where, JsonValue value, JsonObject schema) {
    if (!(value instanceof JsonArray array)) {
      found.add(where + " is " + value + ", no array");
      return;
    }
    // The first rows tell; thousands of the same kind tell no more.
    array.stream()
        .limit(20)
        .forEach(item -> compare(where + "/-", item, schema.getJsonObject("items")));
  }

  private void text(String where, JsonValue value, JsonObject schema) {
    if (!(value instanceof JsonString string)) {
      found.add(where + " is " + value + ", no text");
      return;
    }
    String text = string.getString();
    try {
      switch (schema.getString("format", "")) {
        case "date" -> LocalDate.parse(text);
        case "date-time" -> Instant.parse(text);
        default -> {
          String pattern = schema.getString("pattern", null);
          require(where, pattern == null || text.matches(pattern), value, "not as " + pattern);
        }
      }
    } catch (DateTimeParseException e) {
      found.add(where + " is " + value + ", no " + schema.getString("format"));
    }
  }
}
