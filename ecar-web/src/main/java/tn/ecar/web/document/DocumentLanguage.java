package tn.ecar.web.document;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.money.Money;

/** The languages a document is printed in, each with its words and the direction of its script. */
public enum DocumentLanguage {
  FR,
  AR,
  EN;

  /** Base name of the bundles. */
  static final String BUNDLE = "tn.ecar.web.document.words";

  private static final String LEFT_TO_RIGHT = "\u200e";

  /** A copy that nobody changes. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Map<String, String> words;

  DocumentLanguage() {
    ResourceBundle bundle =
        ResourceBundle.getBundle(BUNDLE, locale(), DocumentLanguage.class.getClassLoader());
    Map<String, String> all = new HashMap<>();
    bundle.keySet().forEach(key -> all.put(key, bundle.getString(key)));
    words = Map.copyOf(all);
  }

  /**
   * Returns the language a reader asks for, or that of the customer.
   *
   * @param asked {@code fr}, {@code ar}, {@code en}, or null or blank for the customer's own
   * @throws RuleViolation if documents are not printed in that language
   */
  public static DocumentLanguage of(String asked, Customer.Language own) {
    if (asked == null || asked.isBlank()) {
      return own == null ? FR : valueOf(own.name());
    }
    return switch (asked.strip().toLowerCase(Locale.ROOT)) {
      case "fr" -> FR;
      case "ar" -> AR;
      case "en" -> EN;
      default -> throw new RuleViolation("lang", asked, "Documents are printed in fr, ar and en.");
    };
  }

  /** Returns the language's locale. */
  final Locale locale() {
    return Locale.forLanguageTag(tag());
  }

  /** Returns {@code fr}, {@code ar} or {@code en}. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isRightToLeft() {
    return this == AR;
  }

  /**
   * Returns a text of its own direction so that it stays whole within a sentence of this language:
   * what begins with a Latin letter, and figures, are kept from left to right by marks around them.
   */
  String kept(String text) {
    return isRightToLeft() && !text.isEmpty() && !beginsArabic(text)
        ? LEFT_TO_RIGHT + text + LEFT_TO_RIGHT
        : text;
  }

  private static boolean beginsArabic(String text) {
    for (int i = 0; i < text.length(); i++) {
      switch (Character.getDirectionality(text.charAt(i))) {
        case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> {
          return false;
        }
        case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
            Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> {
          return true;
        }
        default -> {
          // Digits, spaces and punctuation have no direction of their own.
        }
      }
    }
    return false;
  }

  /** Returns all words by their keys. */
  Map<String, String> words() {
    return words;
  }

  /**
   * Returns a word.
   *
   * @throws IllegalArgumentException if the bundle has none under this key
   */
  String word(String key) {
    String word = words.get(key);
    if (word == null) {
      throw new IllegalArgumentException("The words of documents have no " + key + " in " + this);
    }
    return word;
  }

  /** Returns an amount in words: dinars and millimes. */
  String inWords(Money amount) {
    String text =
        switch (this) {
          case FR -> FrenchWords.of(amount);
          case AR -> ArabicWords.of(amount);
          case EN -> EnglishWords.of(amount);
        };
    return text.substring(0, 1).toUpperCase(locale()) + text.substring(1);
  }
}
