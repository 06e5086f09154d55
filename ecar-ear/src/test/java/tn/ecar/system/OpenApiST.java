package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The description at /api/v1/openapi is one that a person can work from: complete, with examples
 * that fit, and free of what a linter would complain about. That answers are as described is
 * checked at every request of every {@link ApiClient}.
 */
class OpenApiST {
  private static final Set<String> VERBS = Set.of("get", "post", "put", "delete", "patch");
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
  private static final Pattern REFERENCE = Pattern.compile("#/components/schemas/([^\"]+)");

  private static OpenApi api;
  private static JsonObject document;

  @BeforeAll
  static void read() throws Exception {
    api = OpenApi.of(Product.running());
    document = api.document();
  }

  private interface Rule {
    void check(String name, String path, JsonObject operation, List<String> found);
  }

  private static void everyOperation(Rule rule) {
    List<String> found = new ArrayList<>();
    document
        .getJsonObject("paths")
        .forEach(
            (path, item) ->
                item.asJsonObject()
                    .forEach(
                        (verb, operation) -> {
                          if (VERBS.contains(verb)) {
                            rule.check(verb + " " + path, path, operation.asJsonObject(), found);
                          }
                        }));
    assertThat(found).isEmpty();
  }

  @Test
  void itSaysWhatItIs() {
    assertThat(document.getString("openapi")).startsWith("3.");
    JsonObject info = document.getJsonObject("info");
    assertThat(info.getString("title")).isNotBlank();
    assertThat(info.getString("version")).isNotBlank();
    assertThat(info.getString("description")).contains("Sign in");
    assertThat(api.operations()).hasSizeGreaterThan(100);
  }

  @Test
  void eachOperationHasANameASummaryAndATag() {
    Set<String> names = new HashSet<>();
    Set<String> tags = new HashSet<>();
    document.getJsonArray("tags").forEach(tag -> tags.add(tag.asJsonObject().getString("name")));
    everyOperation(
        (name, path, operation, found) -> {
          if (!names.add(operation.getString("operationId", ""))) {
            found.add(name + " has no name of its own");
          }
          if (operation.getString("summary", "").isBlank()) {
            found.add(name + " has no summary");
          }
          List<String> own =
              operation.containsKey("tags")
                  ? operation.getJsonArray("tags").getValuesAs(JsonString::getString)
                  : List.of();
          if (own.isEmpty() || !tags.containsAll(own)) {
            found.add(name + " has the tags " + own);
          }
        });
  }

  @Test
  void eachParameterIsExplainedAndThePathHasNoOther() {
    everyOperation(
        (name, path, operation, found) -> {
          Set<String> inPath = new TreeSet<>();
          for (JsonValue value :
              operation.containsKey("parameters")
                  ? operation.getJsonArray("parameters")
                  : JsonValue.EMPTY_JSON_ARRAY) {
            JsonObject parameter = value.asJsonObject();
            String which = name + ": " + parameter.getString("name");
            if (parameter.getString("in").equals("path")) {
              inPath.add(parameter.getString("name"));
            }
            if (parameter.getString("description", "").isBlank()) {
              found.add(which + " has no description");
            }
            if (!parameter.containsKey("example")) {
              found.add(which + " has no example");
            } else {
              api.mismatches(parameter.get("example"), parameter.getJsonObject("schema"))
                  .forEach(wrong -> found.add(which + wrong));
            }
          }
          Set<String> named = new TreeSet<>();
          Matcher matcher = VARIABLE.matcher(path);
          while (matcher.find()) {
            named.add(matcher.group(1));
          }
          if (!named.equals(inPath)) {
            found.add(name + " explains " + inPath + " of its path");
          }
        });
  }

  @Test
  void eachBodyHasASchemaAndAnExampleThatFits() {
    everyOperation(
        (name, path, operation, found) -> {
          JsonObject body = operation.getJsonObject("requestBody");
          if (body != null) {
            content(name + " request", body.getJsonObject("content"), found);
          }
          operation
              .getJsonObject("responses")
              .forEach(
                  (status, response) -> {
                    JsonObject told = response.asJsonObject();
                    if (told.getString("description", "").isBlank()) {
                      found.add(name + " " + status + " has no description");
                    }
                    if (told.containsKey("content")) {
                      content(name + " " + status, told.getJsonObject("content"), found);
                    }
                  });
        });
  }

  private static void content(String where, JsonObject content, List<String> found) {
    for (Map.Entry<String, JsonValue> type : content.entrySet()) {
      JsonObject media = type.getValue().asJsonObject();
      String which = where + " " + type.getKey();
      if (!media.containsKey("schema")) {
        found.add(which + " has no schema");
      } else if (type.getKey().endsWith("json")) {
        if (!media.containsKey("example")) {
          found.add(which + " has no example");
        } else {
          api.mismatches(media.get("example"), media.getJsonObject("schema"))
              .forEach(wrong -> found.add(which + wrong));
        }
      }
    }
  }

  @Test
  void eachOperationTellsHowItSucceedsAndHowItFails() {
    everyOperation(
        (name, path, operation, found) -> {
          JsonObject responses = operation.getJsonObject("responses");
          if (responses.keySet().stream().noneMatch(status -> status.startsWith("2"))) {
            found.add(name + " never succeeds");
          }
          boolean open =
              operation.containsKey("security") && operation.getJsonArray("security").isEmpty();
          if (!open && !responses.keySet().containsAll(List.of("401", "403"))) {
            found.add(name + " refuses nobody");
          }
          responses.forEach(
              (status, response) -> {
                if (status.compareTo("400") >= 0
                    && !response.asJsonObject().containsKey("content")) {
                  found.add(name + " " + status + " has no problem");
                }
              });
        });
  }

  @Test
  void eachFieldHasAnExample() {
    List<String> found = new ArrayList<>();
    document
        .getJsonObject("components")
        .getJsonObject("schemas")
        .forEach((name, schema) -> fields(name, schema.asJsonObject(), found));
    assertThat(found).isEmpty();
  }

  private static void fields(String name, JsonObject schema, List<String> found) {
    JsonObject properties = schema.getJsonObject("properties");
    if (properties == null) {
      return;
    }
    properties.forEach(
        (field, value) -> {
          JsonObject property = value.asJsonObject();
          String type = property.getString("type", "");
          boolean plain = List.of("string", "integer", "number").contains(type);
          if (plain && !property.containsKey("enum") && !property.containsKey("example")) {
            found.add(name + "." + field + ":" + type);
          }
        });
  }

  @Test
  void eachSchemaIsThereAndUsed() {
    Set<String> used = new TreeSet<>();
    Matcher matcher = REFERENCE.matcher(document.toString());
    while (matcher.find()) {
      used.add(matcher.group(1));
    }
    assertThat(document.getJsonObject("components").getJsonObject("schemas").keySet())
        .containsExactlyInAnyOrderElementsOf(used);
  }
}
