package tn.ecar.garage.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import tn.ecar.garage.RuleViolation;

/**
 * An amount of Tunisian dinars with exactly three decimals (millimes). Sums are exact; the only
 * operations that round say so, half up to the millime.
 *
 * @param amount the amount, scale 3
 */
public record Money(BigDecimal amount) implements Comparable<Money> {
  /** Nothing: 0.000. */
  public static final Money ZERO = new Money(BigDecimal.ZERO);

  /** Places after the point: one millime is the smallest amount. */
  public static final int SCALE = 3;

  /** Further from the point no digit of an amount or a quantity is looked for, a zero neither. */
  static final int FURTHEST = 100;

  private static final int MAX_DIGITS = 15;

  public Money {
    amount = exact(amount);
  }

  private static BigDecimal exact(BigDecimal amount) {
    if (amount == null) {
      throw new RuleViolation("amount", null, "An amount is missing.");
    }
    // An exponent beyond all reason is refused before anything is counted or written out with it.
    boolean readable = Math.abs((long) amount.scale()) <= FURTHEST;
    if (amount.scale() > FURTHEST || (readable && amount.stripTrailingZeros().scale() > SCALE)) {
      throw new RuleViolation("amount", amount.toString(), "An amount has at most 3 decimals.");
    }
    if (!readable || amount.precision() - amount.scale() > MAX_DIGITS - SCALE) {
      throw new RuleViolation(
          "amount", amount.toString(), "An amount is below one billion dinars.");
    }
    return amount.setScale(SCALE, RoundingMode.UNNECESSARY);
  }

  /**
   * Reads an amount such as {@code 12.5}.
   *
   * @throws RuleViolation if the text is no decimal number or has more than three decimals
   */
  public static Money of(String text) {
    try {
      return new Money(new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      throw new RuleViolation("amount", text, "An amount is a decimal number such as 12.500.");
    }
  }

  /** Returns this amount of whole millimes. */
  public static Money ofMillimes(long millimes) {
    return new Money(BigDecimal.valueOf(millimes, SCALE));
  }

  /** Returns the amount rounded half up to the millime. */
  public static Money rounded(BigDecimal exact) {
    return new Money(exact.setScale(SCALE, RoundingMode.HALF_UP));
  }

  /** Returns the amount as whole millimes. */
  public long millimes() {
    return amount.unscaledValue().longValueExact();
  }

  public Money plus(Money other) {
    return new Money(amount.add(other.amount));
  }

  public Money minus(Money other) {
    return new Money(amount.subtract(other.amount));
  }

  /** Returns the price of this quantity, rounded half up to the millime. */
  public Money times(Quantity quantity) {
    return rounded(amount.multiply(quantity.value()));
  }

  /** Returns that many percent of this amount, rounded half up to the millime. */
  public Money percent(BigDecimal percent) {
    return rounded(amount.multiply(percent).movePointLeft(2));
  }

  public boolean isNegative() {
    return amount.signum() < 0;
  }

  public boolean isZero() {
    return amount.signum() == 0;
  }

  @Override
  public int compareTo(Money other) {
    return amount.compareTo(other.amount);
  }

  /** Returns the amount with its three decimals and a point, for example {@code 120.000}. */
  @Override
  public String toString() {
    return amount.toPlainString();
  }
}
