package tn.ecar.web.pages;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import tn.ecar.garage.RuleViolation;

/**
 * What was typed into the inputs of a form, by their ids. Converters of the inputs have made
 * decimals and whole numbers of what should be one; choices arrive as the names of their constants.
 */
public class Inputs extends HashMap<String, Object> {
  private static final long serialVersionUID = 1L;

  /** Returns the text, or null if nothing was typed. */
  public String text(String id) {
    Object value = get(id);
    return value == null || value.toString().isBlank() ? null : value.toString();
  }

  /** Returns the number, or null if nothing was typed. */
  public BigDecimal decimal(String id) {
    return get(id) instanceof BigDecimal decimal ? decimal : null;
  }

  /** Returns the whole number, or null if nothing was typed. */
  public Integer whole(String id) {
    Object value = get(id);
    return value instanceof Number number
        ? Integer.valueOf(number.intValue())
        : value == null || value.toString().isBlank() ? null : Integer.valueOf(value.toString());
  }

  /** Returns the identity that was chosen, or null for none. */
  public Long id(String id) {
    String text = text(id);
    return text == null ? null : Long.valueOf(text);
  }

  /**
   * Returns the day, or null if none was given.
   *
   * @throws RuleViolation if it is none
   */
  public LocalDate day(String id) {
    String text = text(id);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (java.time.format.DateTimeParseException e) {
      throw new RuleViolation(id, text, "A day is written as 2026-05-04.");
    }
  }

  /** Returns the moment, or null if none was given; the converter of its input has made it one. */
  public Instant moment(String id) {
    return get(id) instanceof Instant moment ? moment : null;
  }

  /** Returns whether a box is ticked. */
  public boolean ticked(String id) {
    return Boolean.parseBoolean(String.valueOf(get(id)));
  }

  /** Returns the constant that was chosen, or null for none. */
  public <E extends Enum<E>> E choice(String id, Class<E> type) {
    String text = text(id);
    return text == null ? null : Enum.valueOf(type, text);
  }

  /** Returns all that was chosen. */
  public List<String> chosen(String id) {
    Object value = get(id);
    if (value instanceof Object[] several) {
      return Arrays.stream(several).map(String::valueOf).toList();
    }
    if (value instanceof Collection<?> several) {
      return several.stream().map(String::valueOf).toList();
    }
    return List.of();
  }
}
