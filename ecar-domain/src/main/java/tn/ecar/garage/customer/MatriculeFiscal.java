package tn.ecar.garage.customer;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tn.ecar.garage.RuleViolation;

/**
 * The tax number of a company or a person in business: seven digits and a key letter, optionally
 * with TVA code, category and establishment ({@code 1234567A/A/M/000}).
 *
 * @param number canonical form: upper case, zero-padded to seven digits
 */
public record MatriculeFiscal(String number) {
  // I, O and U are no key letters: they could be read as digits or as V.
  private static final Pattern FORM =
      Pattern.compile(
          "([0-9]{1,7})\\s*/?\\s*([A-HJ-NP-TV-Z])(?:\\s*/?\\s*([A-Z])\\s*/?\\s*([A-Z])\\s*/?\\s*([0-9]{3}))?");

  public MatriculeFiscal {
    number = canonical(number);
  }

  private static String canonical(String text) {
    Matcher matcher = FORM.matcher(text == null ? "" : text.strip().toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new RuleViolation(
          "matriculeFiscal",
          text,
          "A matricule fiscal has up to 7 digits and a key letter other than I, O, U, optionally"
              + " with /A/M/000.");
    }
    String digits = "0".repeat(7 - matcher.group(1).length()) + matcher.group(1);
    String number = digits + matcher.group(2);
    return matcher.group(3) == null
        ? number
        : number + "/" + matcher.group(3) + "/" + matcher.group(4) + "/" + matcher.group(5);
  }

  @Override
  public String toString() {
    return number;
  }
}
