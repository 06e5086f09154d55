package tn.ecar.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;

/**
 * The schemas of what goes in and out, read from the records themselves: what {@link Json} makes of
 * a type is told here, so that a field that is added is described at once.
 */
final class ApiSchemas {
  static final String REFERENCE = "#/components/schemas/";
  private static final Map<Class<?>, JsonObject> PLAIN =
      Map.ofEntries(
          Map.entry(String.class, text(null)),
          Map.entry(char.class, text(null)),
          Map.entry(Instant.class, text("date-time")),
          Map.entry(LocalDate.class, text("date")),
          Map.entry(LocalTime.class, text("time")),
          Map.entry(LocalDateTime.class, text("date-time")),
          Map.entry(Duration.class, text("duration")),
          Map.entry(BigDecimal.class, text("decimal")),
          Map.entry(Money.class, text("decimal")),
          Map.entry(Quantity.class, text("decimal")),
          Map.entry(boolean.class, type("boolean")),
          Map.entry(Boolean.class, type("boolean")),
          Map.entry(int.class, integer("int32")),
          Map.entry(Integer.class, integer("int32")),
          Map.entry(long.class, integer("int64")),
          Map.entry(Long.class, integer("int64")),
          Map.entry(double.class, type("number")),
          Map.entry(Double.class, type("number")));

  private final ApiExamples examples;
  private final Map<String, JsonObject> named = new TreeMap<>();
  private final Map<String, Type> described = new HashMap<>();

  ApiSchemas(ApiExamples examples) {
    this.examples = examples;
  }

  private static JsonObject type(String type) {
    return Json.createObjectBuilder().add("type", type).build();
  }

  private static JsonObject text(String format) {
    return format == null
        ? type("string")
        : Json.createObjectBuilder(type("string")).add("format", format).build();
  }

  private static JsonObject integer(String format) {
    return Json.createObjectBuilder(type("integer")).add("format", format).build();
  }

  /** Returns the schemas of all records that were met, by their names. */
  Map<String, JsonObject> named() {
    return named;
  }

  /**
   * Returns the schema of a type; a record's is a reference to {@link #named}.
   *
   * @throws IllegalStateException if nobody has said how the type is written
   */
  JsonObject of(Type type) {
    return of(type, Map.of());
  }

  private JsonObject of(Type type, Map<TypeVariable<?>, Type> bound) {
    if (type instanceof TypeVariable<?> variable) {
      return of(bound.get(variable), bound);
    }
    if (type instanceof WildcardType any) {
      return of(any.getUpperBounds()[0], bound);
    }
    if (type instanceof ParameterizedType of) {
      return ofGeneric(of, bound);
    }
    Class<?> plain = (Class<?>) type;
    if (PLAIN.containsKey(plain)) {
      return PLAIN.get(plain);
    }
    if (plain.isEnum()) {
      return enumeration(plain);
    }
    if (plain.isArray()) {
      return Json.createObjectBuilder(type("array"))
          .add("items", of(plain.getComponentType(), bound))
          .build();
    }
    if (plain.isRecord()) {
      return reference(name(plain), plain, plain, Map.of());
    }
    if (plain.equals(Object.class) || JsonValue.class.isAssignableFrom(plain)) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
    throw new IllegalStateException("Nobody has said how " + type + " is written.");
  }

  private JsonObject ofGeneric(ParameterizedType type, Map<TypeVariable<?>, Type> bound) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] arguments = type.getActualTypeArguments();
    if (Collection.class.isAssignableFrom(raw)) {
      return Json.createObjectBuilder(type("array")).add("items", of(arguments[0], bound)).build();
    }
    if (Optional.class.equals(raw)) {
      return of(arguments[0], bound);
    }
    if (Map.class.isAssignableFrom(raw)) {
      // A member of a map may be there without a value; those of records are left out then.
      return Json.createObjectBuilder(type("object"))
          .add(
              "additionalProperties",
              Json.createObjectBuilder(of(arguments[1], bound)).add("nullable", true))
          .build();
    }
    Map<TypeVariable<?>, Type> inside = new HashMap<>();
    StringBuilder name = new StringBuilder(name(raw));
    for (int each = 0; each < arguments.length; each++) {
      Type argument = arguments[each] instanceof TypeVariable<?> v ? bound.get(v) : arguments[each];
      inside.put(raw.getTypeParameters()[each], argument);
      name.append("Of").append(argument instanceof Class<?> c ? name(c) : "Any");
    }
    return reference(name.toString(), type, raw, inside);
  }

  private static JsonObject enumeration(Class<?> type) {
    JsonArrayBuilder values = Json.createArrayBuilder();
    for (Object value : type.getEnumConstants()) {
      values.add(((Enum<?>) value).name());
    }
    return Json.createObjectBuilder(type("string")).add("enum", values).build();
  }

  private static String name(Class<?> type) {
    Schema told = type.getAnnotation(Schema.class);
    if (told != null && !told.name().isEmpty()) {
      return told.name();
    }
    Class<?> outer = type.getEnclosingClass();
    return outer == null || outer.isAnnotationPresent(Path.class)
        ? type.getSimpleName()
        : outer.getSimpleName() + type.getSimpleName();
  }

  private JsonObject reference(
      String name, Type type, Class<?> record, Map<TypeVariable<?>, Type> bound) {
    Type other = described.putIfAbsent(name, type);
    if (other == null) {
      named.put(name, object(record, bound));
    } else if (!other.equals(type)) {
      throw new IllegalStateException(name + " is both " + other + " and " + type + ": name one.");
    }
    return Json.createObjectBuilder().add("$ref", REFERENCE + name).build();
  }

  private JsonObject object(Class<?> record, Map<TypeVariable<?>, Type> bound) {
    JsonObjectBuilder properties = Json.createObjectBuilder();
    for (RecordComponent component : record.getRecordComponents()) {
      Schema told = component.getAccessor().getAnnotation(Schema.class);
      if (told == null) {
        told = field(record, component.getName());
      }
      JsonObject schema = of(component.getGenericType(), bound);
      properties.add(component.getName(), completed(component.getName(), schema, told));
    }
    for (Method method : record.getDeclaredMethods()) {
      // What a record tells of itself beside its components is written too.
      if (method.getName().matches("is[A-Z].*")
          && method.getParameterCount() == 0
          && method.getReturnType().equals(boolean.class)
          && Modifier.isPublic(method.getModifiers())) {
        properties.add(method.getName(), PLAIN.get(boolean.class));
      }
    }
    JsonObjectBuilder object = Json.createObjectBuilder(type("object"));
    Schema told = record.getAnnotation(Schema.class);
    if (told != null && !told.description().isEmpty()) {
      object.add("description", told.description());
    }
    return object.add("properties", properties).build();
  }

  private static Schema field(Class<?> record, String name) {
    try {
      return record.getDeclaredField(name).getAnnotation(Schema.class);
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonObject completed(String name, JsonObject schema, Schema told) {
    if (schema.containsKey("$ref")) {
      return schema;
    }
    JsonObjectBuilder completed = Json.createObjectBuilder(schema);
    if (told != null && !told.description().isEmpty()) {
      completed.add("description", told.description());
    }
    String own = told == null ? "" : told.example();
    examples.plain(name, own, schema).ifPresent(example -> completed.add("example", example));
    return completed.build();
  }
}
