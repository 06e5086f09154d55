package tn.ecar.garage.persistence;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tn.ecar.garage.RuleViolation;

/**
 * Where a page of a list ended: the order of the list and what the last row held in each column of
 * that order. It travels as one opaque word. Because it holds values and not a row's number, the
 * next page neither repeats nor leaves out a row when others come or go meanwhile, and its cost
 * does not grow with the distance from the start.
 *
 * @param order the order clause for which it was made
 * @param values what the last row held, in that order; a value may be null
 */
record Cursor(String order, List<Object> values) {
  private static final String SEPARATOR = "\u001f";

  /** Returns the word that travels; letters, digits, dashes and underscores only. */
  String text() {
    StringBuilder said = new StringBuilder(Integer.toHexString(order.hashCode()));
    for (Object value : values) {
      said.append(SEPARATOR).append(tag(value)).append(value == null ? "" : plain(value));
    }
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(said.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a word as {@link #text} wrote it.
   *
   * @param order the order clause of the list that is to go on
   * @param columns how many columns that order has
   * @param enumerations the enumerations among the columns: position to type
   * @throws RuleViolation if it is no cursor, or one of another order
   */
  static Cursor read(
      String text, String order, int columns, Map<Integer, Class<? extends Enum<?>>> enumerations) {
    try {
      String[] parts = decoded(text).split(SEPARATOR, -1);
      if (parts.length != columns + 1 || !parts[0].equals(Integer.toHexString(order.hashCode()))) {
        throw new IllegalArgumentException("another order");
      }
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < columns; i++) {
        values.add(value(parts[i + 1], enumerations.get(i)));
      }
      return new Cursor(order, values);
    } catch (IllegalArgumentException
        | DateTimeException
        | CharacterCodingException
        | StringIndexOutOfBoundsException e) {
      throw new RuleViolation(
          "cursor",
          text,
          "Send back the 'next' of the page before, with the same sort and direction.");
    }
  }

  private static String decoded(String text) throws CharacterCodingException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(text)))
        .toString();
  }

  private static char tag(Object value) {
    if (value == null) {
      return '-';
    }
    if (value instanceof Enum) {
      return 'e';
    }
    if (value instanceof String) {
      return 's';
    }
    if (value instanceof Long) {
      return 'l';
    }
    if (value instanceof Integer) {
      return 'i';
    }
    if (value instanceof BigDecimal) {
      return 'd';
    }
    if (value instanceof LocalDate) {
      return 'y';
    }
    if (value instanceof Instant) {
      return 't';
    }
    throw new IllegalStateException("A list cannot go on after a " + value.getClass());
  }

  private static String plain(Object value) {
    return value instanceof Enum<?> constant ? constant.name() : value.toString();
  }

  private static Object value(String part, Class<? extends Enum<?>> enumeration) {
    String said = part.substring(1);
    return switch (part.charAt(0)) {
      case '-' -> null;
      case 's' -> said;
      case 'l' -> Long.valueOf(said);
      case 'i' -> Integer.valueOf(said);
      case 'd' -> new BigDecimal(said);
      case 'y' -> LocalDate.parse(said);
      case 't' -> Instant.parse(said);
      case 'e' -> constant(said, enumeration);
      default -> throw new IllegalArgumentException("no kind of value");
    };
  }

  private static Object constant(String name, Class<? extends Enum<?>> enumeration) {
    if (enumeration == null) {
      throw new IllegalArgumentException("not an enumeration here");
    }
    for (Enum<?> constant : enumeration.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no constant of that name");
  }
}
