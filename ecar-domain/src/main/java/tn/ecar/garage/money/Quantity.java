package tn.ecar.garage.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import tn.ecar.garage.RuleViolation;

/**
 * How much of something, with three decimals: 4.500 l of oil, 1.250 hours. May be negative where
 * goods leave the shelf.
 *
 * @param value the quantity, scale 3
 */
public record Quantity(BigDecimal value) implements Comparable<Quantity> {
  // Before ZERO: its construction is checked against it.
  private static final BigDecimal LIMIT = new BigDecimal("1000000");

  /** None: 0.000. */
  public static final Quantity ZERO = new Quantity(BigDecimal.ZERO);

  public Quantity {
    if (value == null) {
      throw new RuleViolation("quantity", null, "A quantity is missing.");
    }
    // An exponent beyond all reason is refused before anything is counted or written out with it.
    boolean readable = Math.abs((long) value.scale()) <= Money.FURTHEST;
    if (value.scale() > Money.FURTHEST
        || (readable && value.stripTrailingZeros().scale() > Money.SCALE)) {
      throw new RuleViolation("quantity", value.toString(), "A quantity has at most 3 decimals.");
    }
    if (!readable || value.abs().compareTo(LIMIT) >= 0) {
      throw new RuleViolation("quantity", value.toString(), "A quantity is below one million.");
    }
    value = value.setScale(Money.SCALE, RoundingMode.UNNECESSARY);
  }

  /**
   * Reads a quantity such as {@code 4.5}.
   *
   * @throws RuleViolation if the text is no decimal number or has more than three decimals
   */
  public static Quantity of(String text) {
    try {
      return new Quantity(new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      throw new RuleViolation("quantity", text, "A quantity is a decimal number such as 4.500.");
    }
  }

  /**
   * Returns the quantity if it is more than nothing.
   *
   * @throws RuleViolation otherwise
   */
  public static Quantity positive(BigDecimal value) {
    Quantity quantity = new Quantity(value);
    if (quantity.value.signum() <= 0) {
      throw new RuleViolation("quantity", quantity, "A quantity is more than 0.");
    }
    return quantity;
  }

  public Quantity plus(Quantity other) {
    return new Quantity(value.add(other.value));
  }

  public Quantity minus(Quantity other) {
    return new Quantity(value.subtract(other.value));
  }

  public Quantity negated() {
    return new Quantity(value.negate());
  }

  public boolean isNegative() {
    return value.signum() < 0;
  }

  public boolean isZero() {
    return value.signum() == 0;
  }

  @Override
  public int compareTo(Quantity other) {
    return value.compareTo(other.value);
  }

  /** Returns the quantity with its three decimals, for example {@code 4.500}. */
  @Override
  public String toString() {
    return value.toPlainString();
  }
}
