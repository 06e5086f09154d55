package tn.ecar.web.rest;

import jakarta.annotation.security.PermitAll;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** One operation of the API as its method, with its annotations, tells it. */
final class ApiOperation {
  private static final String JSON = MediaType.APPLICATION_JSON;

  private final Class<?> resource;
  private final Method method;
  private final String verb;
  private final String path;
  private final ApiSchemas schemas;
  private final ApiExamples examples;
  private final List<JsonObject> parameters = new ArrayList<>();
  private Type body;

  private ApiOperation(
      Class<?> resource,
      Method method,
      String verb,
      String path,
      ApiSchemas schemas,
      ApiExamples examples) {
    this.resource = resource;
    this.method = method;
    this.verb = verb;
    this.path = path;
    this.schemas = schemas;
    this.examples = examples;
  }

  /** Returns the operation of a method; empty if the method is none. */
  static Optional<ApiOperation> of(
      Class<?> resource, Method method, ApiSchemas schemas, ApiExamples examples) {
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (verb != null) {
        String path =
            "/"
                + template(resource)
                + (method.isAnnotationPresent(Path.class) ? "/" + template(method) : "");
        return Optional.of(
            new ApiOperation(resource, method, verb.value(), path, schemas, examples));
      }
    }
    return Optional.empty();
  }

  private static String template(AnnotatedElement element) {
    String path = element.getAnnotation(Path.class).value();
    return path.replaceAll("^/|/$", "")
        .replaceAll("\\{\\s*(\\w+)\\s*:[^}]*(?:\\{[^}]*}[^}]*)*}", "{$1}");
  }

  /** Below the root of the API, without the forms of its variables. */
  String path() {
    return path;
  }

  /** As a path item calls it: {@code get}, {@code post} and so on. */
  String verb() {
    return verb.toLowerCase(Locale.ROOT);
  }

  JsonObject described() {
    readParameters();
    Operation told = method.getAnnotation(Operation.class);
    JsonObjectBuilder operation = Json.createObjectBuilder();
    JsonArrayBuilder tags = Json.createArrayBuilder();
    Tag tag = annotation(Tag.class);
    operation.add("tags", tag == null ? tags : tags.add(tag.name()));
    if (told != null) {
      operation.add("summary", told.summary());
      if (!told.description().isEmpty()) {
        operation.add("description", told.description());
      }
    }
    operation.add("operationId", identity());
    JsonArrayBuilder given = Json.createArrayBuilder();
    parameters.forEach(given::add);
    operation.add("parameters", given);
    if (body != null) {
      operation.add("requestBody", requestBody());
    }
    operation.add("responses", new ApiAnswers(this, schemas).described());
    if (isOpen()) {
      operation.add("security", Json.createArrayBuilder());
    }
    return operation.build();
  }

  /** The method's own annotation, else its class's; null if neither has one. */
  <A extends Annotation> A annotation(Class<A> type) {
    A own = method.getAnnotation(type);
    return own == null ? resource.getAnnotation(type) : own;
  }

  Method method() {
    return method;
  }

  /** Whether it needs no sign-in. */
  boolean isOpen() {
    return annotation(PermitAll.class) != null;
  }

  private String identity() {
    StringBuilder name = new StringBuilder(verb());
    for (String word : path.split("[^A-Za-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    return name.toString();
  }

  /** What a list that is the whole body is a list of. */
  private String lastWord() {
    String[] words = path.replaceAll("/\\{\\w+}$", "").split("/", -1);
    return words[words.length - 1];
  }

  boolean hasBody() {
    return body != null;
  }

  boolean hasParameters() {
    return !parameters.isEmpty();
  }

  boolean hasParameter(String name) {
    return parameters.stream().anyMatch(parameter -> parameter.getString("name").equals(name));
  }

  private void readParameters() {
    for (Parameter parameter : method.getParameters()) {
      Type type = parameter.getParameterizedType();
      if (parameter.isAnnotationPresent(BeanParam.class)) {
        for (Field field : parameter.getType().getDeclaredFields()) {
          add(field, field.getGenericType());
        }
      } else if (!add(parameter, type) && !parameter.isAnnotationPresent(Context.class)) {
        body = type;
      }
    }
    if (verb.equals("POST") && !isOpen()) {
      parameters.add(parameter("Idempotency-Key", "header", String.class, null));
    }
  }

  private boolean add(AnnotatedElement element, Type type) {
    if (element.isAnnotationPresent(PathParam.class)) {
      return parameters.add(
          parameter(element.getAnnotation(PathParam.class).value(), "path", type, element));
    }
    if (element.isAnnotationPresent(QueryParam.class)) {
      return parameters.add(
          parameter(element.getAnnotation(QueryParam.class).value(), "query", type, element));
    }
    return element.isAnnotationPresent(HeaderParam.class)
        && parameters.add(
            parameter(element.getAnnotation(HeaderParam.class).value(), "header", type, element));
  }

  private JsonObject parameter(String name, String in, Type type, AnnotatedElement element) {
    var told =
        element == null
            ? null
            : element.getAnnotation(
                org.eclipse.microprofile.openapi.annotations.parameters.Parameter.class);
    JsonObject schema = schemas.of(type);
    DefaultValue usual = element == null ? null : element.getAnnotation(DefaultValue.class);
    JsonObjectBuilder parameter =
        Json.createObjectBuilder()
            .add("name", name)
            .add("in", in)
            .add("required", in.equals("path"))
            .add("schema", schema);
    String own = told == null ? "" : told.description();
    Optional<String> meaning = own.isEmpty() ? examples.meaning(name) : Optional.of(own);
    meaning.ifPresent(
        text ->
            parameter.add(
                "description",
                usual == null ? text : text + "; " + usual.value() + " if left out"));
    JsonObject single = schema.containsKey("items") ? schema.getJsonObject("items") : schema;
    examples
        .plain(name, told == null ? "" : told.example(), single)
        .ifPresent(
            example ->
                parameter.add(
                    "example",
                    single == schema ? example : Json.createArrayBuilder().add(example).build()));
    return parameter.build();
  }

  private JsonObjectBuilder requestBody() {
    var told =
        method.getAnnotation(
            org.eclipse.microprofile.openapi.annotations.parameters.RequestBody.class);
    JsonObjectBuilder content = Json.createObjectBuilder();
    if (body.equals(InputStream.class)) {
      for (String type : annotation(Consumes.class).value()) {
        content.add(type, file(told == null ? new Content[0] : told.content(), type));
      }
    } else {
      content.add(JSON, media(schemas.of(body)));
    }
    return Json.createObjectBuilder().add("required", true).add("content", content);
  }

  /** A body that is no JSON. */
  static JsonObjectBuilder file(Content[] told, String type) {
    JsonObjectBuilder file =
        Json.createObjectBuilder()
            .add(
                "schema",
                Json.createObjectBuilder()
                    .add("type", "string")
                    .add("format", type.startsWith("text/") ? "text" : "binary"));
    for (Content content : told) {
      if (content.mediaType().equals(type) && !content.example().isEmpty()) {
        file.add("example", content.example());
      }
    }
    return file;
  }

  /** A body that is JSON, with its example. */
  JsonObjectBuilder media(JsonObject schema) {
    return Json.createObjectBuilder()
        .add("schema", schema)
        .add("example", examples.whole(lastWord(), schema, schemas.named()));
  }
}
