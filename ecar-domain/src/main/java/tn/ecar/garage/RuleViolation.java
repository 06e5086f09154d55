package tn.ecar.garage;

import java.util.function.Supplier;

/**
 * A value breaks a rule of the garage. It names the field, the value that was given and the rule,
 * so that a screen can put the sentence beside its input and an API can answer 422 with all three.
 * Nothing is stored when it is thrown inside a transaction.
 */
public final class RuleViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String value;
  private final String rule;

  /**
   * @param field name of the field as the use case's input calls it, for example {@code plate}
   * @param value what was given, as text; {@code null} is shown as an empty text
   * @param rule the rule in one sentence, with the way out
   */
  public RuleViolation(String field, Object value, String rule) {
    super(field + " '" + (value == null ? "" : value) + "': " + rule);
    this.field = field;
    this.value = value == null ? "" : value.toString();
    this.rule = rule;
  }

  /**
   * Reads a value whose form knows only its own name, for a field that the use case's input calls
   * otherwise: a price is an amount, and a second phone a phone.
   *
   * @throws RuleViolation if the value breaks its rule, with the name of the field
   */
  public static <T> T in(String field, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (RuleViolation broken) {
      throw new RuleViolation(field, broken.value(), broken.rule());
    }
  }

  /** Returns the field's name, never null. */
  public String field() {
    return field;
  }

  /** Returns the refused value as text, never null. */
  public String value() {
    return value;
  }

  /** Returns the rule as a sentence, never null. */
  public String rule() {
    return rule;
  }
}
