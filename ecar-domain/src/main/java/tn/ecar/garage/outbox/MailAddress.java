package tn.ecar.garage.outbox;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import tn.ecar.garage.RuleViolation;

/**
 * The address of a mailbox: a local part, one at sign, a domain; no display name, nothing that
 * would begin another header or another recipient.
 *
 * @param value as it was given, without blanks around it
 */
public record MailAddress(String value) {
  private static final Pattern FORM =
      Pattern.compile(
          "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180}[A-Za-z0-9])?");

  /**
   * @throws RuleViolation if it is no address
   */
  public MailAddress {
    value = value == null ? "" : value.strip();
    if (!FORM.matcher(value).matches()) {
      throw new RuleViolation("mail", value, "A mail address looks like amel@example.tn.");
    }
  }

  /** Parses addresses between commas; none for a blank text. */
  public static List<MailAddress> list(String text) {
    return text == null || text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(MailAddress::new).toList();
  }

  @Override
  public String toString() {
    return value;
  }
}
