package tn.ecar.garage;

/**
 * Reads what people type into a field: trimmed, and bounded in length before the database would
 * refuse it.
 */
public final class Texts {
  private Texts() {}

  public static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  /**
   * Returns the trimmed text.
   *
   * @throws RuleViolation if it is blank or longer than {@code max} characters
   */
  public static String required(String field, String text, int max) {
    if (isBlank(text)) {
      throw new RuleViolation(field, text, "This field must not be empty.");
    }
    return optional(field, text, max);
  }

  /**
   * Returns the trimmed text, or null if it is blank.
   *
   * @throws RuleViolation if it is longer than {@code max} characters
   */
  public static String optional(String field, String text, int max) {
    if (isBlank(text)) {
      return null;
    }
    String trimmed = text.strip();
    if (trimmed.length() > max) {
      throw new RuleViolation(field, trimmed, "This field has at most " + max + " characters.");
    }
    if (trimmed.indexOf('\0') >= 0) {
      throw new RuleViolation(
          field, trimmed.replace("\0", "?"), "This field must not hold a zero character.");
    }
    return trimmed;
  }

  /**
   * Returns the text for a LIKE comparison: contained anywhere, lower case, with its own wildcards
   * escaped by {@code !}.
   */
  public static String contains(String text) {
    String escaped = text.strip().toLowerCase(java.util.Locale.ROOT);
    return "%" + escaped.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }

  /** Returns the text with the digits of every script as {@code 0} to {@code 9}. */
  public static String latinDigits(String text) {
    StringBuilder latin = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      latin.append(Character.isDigit(c) ? (char) ('0' + Character.digit(c, 10)) : c);
    }
    return latin.toString();
  }

  /**
   * Returns the text for a LIKE comparison with the number of a document, as {@link #contains}
   * does, in Latin digits.
   */
  public static String containsNumber(String text) {
    return contains(latinDigits(text));
  }
}
