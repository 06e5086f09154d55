package tn.ecar.garage.quote;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a link to a quote says: which quote, which of its links, and until when. The text that
 * travels carries it readably, followed by its HMAC-SHA256: whoever changes a character, or
 * guesses, has no valid link.
 *
 * @param quote identity of the quote
 * @param number number of the link; a later link of the same quote makes this one void
 * @param until last day on which it is good
 */
record ApprovalLink(long quote, int number, LocalDate until) {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,18})\\.([0-9]{1,9})\\.([0-9]{1,7})\\.([A-Za-z0-9_-]{43})");
  private static final String ALGORITHM = "HmacSHA256";

  /** Returns the text that travels; letters, digits, dots and dashes only. */
  String sign(String secret) {
    String said = quote + "." + number + "." + until.toEpochDay();
    return said + "." + signature(said, secret);
  }

  /** Reads a link; empty if it is no link, or not signed with this secret. */
  static Optional<ApprovalLink> read(String token, String secret) {
    Matcher parts = FORM.matcher(token == null ? "" : token);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String said = token.substring(0, token.lastIndexOf('.'));
    byte[] expected = signature(said, secret).getBytes(StandardCharsets.US_ASCII);
    // Compared in constant time: the time of an answer must not tell how much was right.
    if (!MessageDigest.isEqual(expected, parts.group(4).getBytes(StandardCharsets.US_ASCII))) {
      return Optional.empty();
    }
    return Optional.of(
        new ApprovalLink(
            Long.parseLong(parts.group(1)),
            Integer.parseInt(parts.group(2)),
            LocalDate.ofEpochDay(Long.parseLong(parts.group(3)))));
  }

  private static String signature(String said, String secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), ALGORITHM));
      byte[] signed = mac.doFinal(("quote." + said).getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no " + ALGORITHM, e);
    }
  }
}
