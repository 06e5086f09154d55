package tn.ecar.web.rest;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.serializer.DeserializationContext;
import jakarta.json.bind.serializer.JsonbDeserializer;
import jakarta.json.bind.serializer.JsonbSerializer;
import jakarta.json.bind.serializer.SerializationContext;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonParser;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;

/**
 * How the API writes JSON. Decimals are text: a client that reads a JSON number into a binary float
 * would lose millimes without noticing. Read, a decimal may be text or a number, of a length that
 * nobody's money and no shelf reaches.
 */
@Provider
public class Json implements ContextResolver<Jsonb> {
  private final Jsonb jsonb = create();

  @Override
  public Jsonb getContext(Class<?> type) {
    return jsonb;
  }

  private static final Jsonb SHARED = create();

  /** Returns a body as the API writes it. */
  static String text(Object body) {
    return SHARED.toJson(body);
  }

  static Jsonb create() {
    return JsonbBuilder.create(
        new JsonbConfig()
            .withSerializers(new DecimalText(), new MoneyText(), new QuantityText())
            .withDeserializers(new DecimalRead())
            .withNullValues(false));
  }

  /**
   * Reads a decimal. Its power of ten is bounded: a number of a few characters may stand for one
   * that fills the memory as soon as somebody writes it out or rounds it.
   */
  public static final class DecimalRead implements JsonbDeserializer<BigDecimal> {
    private static final int MOST_DIGITS = 30;

    @Override
    public BigDecimal deserialize(JsonParser parser, DeserializationContext context, Type type) {
      JsonValue value = parser.getValue();
      if (value.getValueType() == JsonValue.ValueType.NULL) {
        return null;
      }
      BigDecimal read = decimal(text(value));
      if (read.precision() > MOST_DIGITS || Math.abs((long) read.scale()) > MOST_DIGITS) {
        throw new JsonbException("A number has at most " + MOST_DIGITS + " digits.");
      }
      return read;
    }

    private static String text(JsonValue value) {
      return value instanceof JsonString text ? text.getString().strip() : value.toString();
    }

    private static BigDecimal decimal(String text) {
      try {
        // A long one takes its time to read before it can be found too long.
        return new BigDecimal(text.length() > 2 * MOST_DIGITS ? "" : text);
      } catch (NumberFormatException noNumber) {
        throw new JsonbException("Here stands a number, or a text that is one.", noNumber);
      }
    }
  }

  /** A rate or a price of a list row. */
  public static final class DecimalText implements JsonbSerializer<BigDecimal> {
    @Override
    public void serialize(BigDecimal value, JsonGenerator generator, SerializationContext context) {
      generator.write(value.toPlainString());
    }
  }

  /** An amount with its three decimals. */
  public static final class MoneyText implements JsonbSerializer<Money> {
    @Override
    public void serialize(Money value, JsonGenerator generator, SerializationContext context) {
      generator.write(value.toString());
    }
  }

  /** A quantity with its three decimals. */
  public static final class QuantityText implements JsonbSerializer<Quantity> {
    @Override
    public void serialize(Quantity value, JsonGenerator generator, SerializationContext context) {
      generator.write(value.toString());
    }
  }
}
