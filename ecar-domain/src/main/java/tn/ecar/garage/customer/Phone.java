package tn.ecar.garage.customer;

import java.util.regex.Pattern;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;

/**
 * A telephone number in E.164 form. Eight digits are a Tunisian number and get {@code +216};
 * spaces, dots, dashes and brackets are dropped; {@code 00} in front stands for {@code +}.
 *
 * @param number canonical form, for example {@code +21698123456}
 */
public record Phone(String number) {
  private static final Pattern FILLERS = Pattern.compile("[\\s.()\\-]");
  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
  private static final Pattern TUNISIAN = Pattern.compile("[2-9][0-9]{7}");
  private static final String TUNISIA = "+216";

  public Phone {
    number = canonical(number);
  }

  private static String canonical(String text) {
    String compact = text == null ? "" : FILLERS.matcher(Texts.latinDigits(text)).replaceAll("");
    if (compact.startsWith("00")) {
      compact = "+" + compact.substring(2);
    }
    if (TUNISIAN.matcher(compact).matches()) {
      compact = TUNISIA + compact;
    }
    boolean wrongTunisian =
        compact.startsWith(TUNISIA) && !TUNISIAN.matcher(compact.substring(4)).matches();
    if (!E164.matcher(compact).matches() || wrongTunisian) {
      throw new RuleViolation(
          "phone", text, "A phone number has 8 digits, or + with country code and number.");
    }
    return compact;
  }

  /**
   * Returns a LIKE pattern (escape {@code !}) for what somebody types to find a number: with or
   * without spaces, dots and country code, in Latin or Arabic digits, whole or in part.
   */
  public static String pattern(String text) {
    String compact = FILLERS.matcher(Texts.latinDigits(text)).replaceAll("");
    return Texts.contains(compact.startsWith("00") ? "+" + compact.substring(2) : compact);
  }

  @Override
  public String toString() {
    return number;
  }
}
