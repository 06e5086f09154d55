package tn.ecar.garage.customer;

import java.util.regex.Pattern;
import tn.ecar.garage.RuleViolation;

/**
 * The number of a Tunisian identity card: eight digits.
 *
 * @param number the eight digits
 */
public record Cin(String number) {
  private static final Pattern FORM = Pattern.compile("[0-9]{8}");

  public Cin {
    String compact = number == null ? "" : number.replace(" ", "");
    if (!FORM.matcher(compact).matches()) {
      throw new RuleViolation("cin", number, "A CIN has 8 digits.");
    }
    number = compact;
  }

  @Override
  public String toString() {
    return number;
  }
}
