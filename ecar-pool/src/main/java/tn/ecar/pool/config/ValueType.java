package tn.ecar.pool.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a setting's value may be: how it is written in its one canonical form, and a phrase that
 * says what is allowed.
 *
 * @param allowed completes the sentence "allowed is …"
 * @param form turns a written value into its canonical form; throws IllegalArgumentException when
 *     it is none
 */
public record ValueType(String allowed, UnaryOperator<String> form) {
  private static final Set<String> YES = Set.of("1", "yes", "on", "true");
  private static final Set<String> NO = Set.of("0", "no", "off", "false");
  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);
  private static final BigDecimal LONGEST = BigDecimal.valueOf(Integer.MAX_VALUE);

  /** Any text, spaces at its ends dropped. */
  public static final ValueType TEXT = new ValueType("any text", UnaryOperator.identity());

  /** Names with commas between them. */
  public static final ValueType LIST =
      new ValueType("a list with commas", UnaryOperator.identity());

  /** 0 or 1. */
  public static final ValueType FLAG = new ValueType("0 or 1", ValueType::flagForm);

  /** A whole number from 0 on. */
  public static final ValueType COUNT = between(0, Integer.MAX_VALUE);

  /** A TCP port. */
  public static final ValueType PORT = between(1, 65535);

  /** TCP ports with commas between them. */
  public static final ValueType PORTS =
      new ValueType(
          "a port from 1 to 65535, or several with commas",
          text ->
              Arrays.stream(text.split(",", -1))
                  .map(port -> PORT.canonical(port.strip()))
                  .collect(Collectors.joining(",")));

  /** A time in seconds with an optional fraction. */
  public static final ValueType SECONDS =
      new ValueType(
          "a time in seconds from 0 on, such as 5 or 0.5",
          text -> secondsForm(number(text, BigDecimal.ZERO)));

  /** As {@link #SECONDS}, and -1 for "as if it were not there". */
  public static final ValueType SECONDS_OR_UNSET =
      new ValueType(
          "a time in seconds from 0 on, or -1 for none of its own",
          text -> secondsForm(number(text, BigDecimal.ONE.negate())));

  /** How strictly TLS is asked for. */
  public static final ValueType SSLMODE =
      oneOf("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  /** One of these words, in any case. */
  public static ValueType oneOf(String... words) {
    List<String> known = List.of(words);
    return new ValueType(
        "one of " + String.join(", ", known),
        text -> {
          String word = text.toLowerCase(Locale.ROOT);
          return known.contains(word) ? word : refuse(text);
        });
  }

  /** A whole number within these bounds, both included. */
  public static ValueType between(int least, int most) {
    return new ValueType(
        "a whole number from " + least + " to " + most,
        text -> {
          int number = Integer.parseInt(text);
          return number < least || number > most ? refuse(text) : Integer.toString(number);
        });
  }

  /** Text of this regular expression. */
  public static ValueType matching(String expression, String allowed) {
    Pattern pattern = Pattern.compile(expression);
    return new ValueType(allowed, text -> pattern.matcher(text).matches() ? text : refuse(text));
  }

  /**
   * The canonical form of a written value.
   *
   * @throws IllegalArgumentException when it is not allowed
   */
  public String canonical(String written) {
    return form.apply(written);
  }

  static Duration seconds(String canonical) {
    return Duration.ofNanos(new BigDecimal(canonical).multiply(NANOS_PER_SECOND).longValue());
  }

  private static String flagForm(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    if (YES.contains(word)) {
      return "1";
    }
    return NO.contains(word) ? "0" : refuse(text);
  }

  private static BigDecimal number(String text, BigDecimal least) {
    BigDecimal number = new BigDecimal(text);
    boolean allowed =
        number.compareTo(LONGEST) <= 0 && (number.signum() >= 0 || number.compareTo(least) == 0);
    if (!allowed) {
      refuse(text);
    }
    return number;
  }

  private static String secondsForm(BigDecimal seconds) {
    return seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString();
  }

  private static String refuse(String text) {
    throw new IllegalArgumentException(text);
  }
}
