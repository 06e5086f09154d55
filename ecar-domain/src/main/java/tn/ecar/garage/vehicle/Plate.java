package tn.ecar.garage.vehicle;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;

/**
 * A Tunisian number plate. It is read with Latin, Arabic-Indic or Persian digits, {@code TU},
 * {@code TUN} or {@code تونس}, in any spacing, with or without the direction marks of a
 * right-to-left text.
 *
 * @param number canonical form: {@code 123 TU 4567} (ordinary), {@code RS 123456} (suspended
 *     regime), {@code 17-125458} (state)
 */
public record Plate(String number) {
  private static final String TUNIS_IN_ARABIC = "تونس";
  // A series has no more digits than there is room for where the plate is kept.
  private static final Pattern ORDINARY =
      Pattern.compile("([0-9]{2,12})(?:TUN|TU|" + TUNIS_IN_ARABIC + ")([0-9]{1,4})");
  private static final Pattern SUSPENDED = Pattern.compile("(?:RS|نت)([0-9]{1,6})");
  private static final Pattern STATE = Pattern.compile("([0-9]{2})-([0-9]{1,6})");
  private static final Pattern FILLERS =
      Pattern.compile("[\\s\\u00A0\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

  public Plate {
    number = canonical(number);
  }

  private static String canonical(String text) {
    String compact =
        Texts.latinDigits(FILLERS.matcher(text == null ? "" : text).replaceAll(""))
            .toUpperCase(Locale.ROOT);
    Matcher ordinary = ORDINARY.matcher(compact);
    if (ordinary.matches()) {
      return ordinary.group(1) + " TU " + ordinary.group(2);
    }
    Matcher suspended = SUSPENDED.matcher(compact);
    if (suspended.matches()) {
      return "RS " + suspended.group(1);
    }
    Matcher state = STATE.matcher(compact);
    if (state.matches()) {
      return state.group(1) + "-" + state.group(2);
    }
    throw new RuleViolation(
        "plate", text, "A plate is written 123 TU 4567, RS 123456 or 17-125458 (state).");
  }

  /**
   * Returns a LIKE pattern (escape {@code !}) for what somebody types to find a plate: a whole
   * plate in any of its forms, or a part of one.
   */
  public static String pattern(String text) {
    try {
      return Texts.contains(new Plate(text).number()).toUpperCase(Locale.ROOT);
    } catch (RuleViolation partOfPlate) {
      String latin =
          Texts.latinDigits(FILLERS.matcher(text).replaceAll("")).toUpperCase(Locale.ROOT);
      String spaced = latin.replaceAll("(?:TUN|TU|" + TUNIS_IN_ARABIC + ")", " TU ").strip();
      return Texts.contains(spaced).toUpperCase(Locale.ROOT);
    }
  }

  /** Returns the plate as it is painted: {@code 123 تونس 4567}; the other forms as they are. */
  public String arabic() {
    return number.replace("TU", TUNIS_IN_ARABIC);
  }

  @Override
  public String toString() {
    return number;
  }
}
