package tn.ecar.garage.quote;

import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tn.ecar.garage.link.LinkSecret;

/**
 * What a link to a quote says: which quote, which of its links, and until when.
 *
 * @param quote identity of the quote
 * @param number number of the link; a later link of the same quote makes this one void
 * @param until last day on which it is good
 */
record ApprovalLink(long quote, int number, LocalDate until) {
  private static final String PURPOSE = "quote";
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,18})\\.([0-9]{1,9})\\.([0-9]{1,7})");

  /** Returns the text that travels; letters, digits, dots and dashes only. */
  String sign(LinkSecret secret) {
    return secret.sign(PURPOSE, said());
  }

  private String said() {
    return quote + "." + number + "." + until.toEpochDay();
  }

  /** Reads a link; empty if it is no link, or not signed by us. */
  static Optional<ApprovalLink> read(String token, LinkSecret secret) {
    return secret.read(PURPOSE, token).flatMap(ApprovalLink::saying);
  }

  /** Returns the link that says this; empty if no link does. */
  static Optional<ApprovalLink> saying(String said) {
    return Optional.of(FORM.matcher(said))
        .filter(Matcher::matches)
        .map(
            parts ->
                new ApprovalLink(
                    Long.parseLong(parts.group(1)),
                    Integer.parseInt(parts.group(2)),
                    LocalDate.ofEpochDay(Long.parseLong(parts.group(3)))));
  }
}
