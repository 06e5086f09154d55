package tn.ecar.garage.vehicle;

import java.util.Locale;
import java.util.regex.Pattern;
import tn.ecar.garage.RuleViolation;

/**
 * A vehicle identification number: 17 characters of the alphabet of ISO 3779 (no I, O, Q). The
 * check digit in the ninth place is verified where the maker uses one, which are those of North
 * America and China (first character 1 to 5 or L).
 *
 * @param number the number in upper case
 */
public record Vin(String number) {
  private static final Pattern FORM = Pattern.compile("[A-HJ-NPR-Z0-9]{17}");
  private static final int[] WEIGHTS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
  private static final String LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";
  private static final String LETTER_VALUES = "12345678123457923456789";
  private static final int CHECK_PLACE = 8;

  public Vin {
    String compact = number == null ? "" : number.strip().toUpperCase(Locale.ROOT);
    if (!FORM.matcher(compact).matches()) {
      throw new RuleViolation(
          "vin", number, "A VIN has 17 letters and digits, without I, O and Q.");
    }
    if ("12345L".indexOf(compact.charAt(0)) >= 0
        && checkDigit(compact) != compact.charAt(CHECK_PLACE)) {
      throw new RuleViolation(
          "vin", number, "The check digit in the 9th place of this VIN is wrong: read it again.");
    }
    number = compact;
  }

  /** Returns the check character that belongs to the other sixteen: a digit or X. */
  static char checkDigit(String vin) {
    int sum = 0;
    for (int i = 0; i < WEIGHTS.length; i++) {
      sum += WEIGHTS[i] * value(vin.charAt(i));
    }
    int rest = sum % 11;
    return rest == 10 ? 'X' : (char) ('0' + rest);
  }

  private static int value(char c) {
    int letter = LETTERS.indexOf(c);
    return letter < 0 ? c - '0' : LETTER_VALUES.charAt(letter) - '0';
  }

  @Override
  public String toString() {
    return number;
  }
}
