package tn.ecar.garage.idempotency;

import java.util.regex.Pattern;
import tn.ecar.garage.RuleViolation;

/**
 * What makes a request the same as an earlier one: who sends it, the key they chose, and what they
 * ask.
 *
 * @param caller login of who asks
 * @param key 8 to 100 visible characters chosen by the caller
 * @param request method and address
 * @param bodyHash SHA-256 of the body in hexadecimal digits
 */
public record RequestKey(String caller, String key, String request, String bodyHash) {
  private static final Pattern FORM = Pattern.compile("[!-~]{8,100}");
  private static final int LONGEST_REQUEST = 400;

  public RequestKey {
    if (key == null || !FORM.matcher(key).matches()) {
      throw new RuleViolation(
          "Idempotency-Key", key, "A key has 8 to 100 visible characters, such as a UUID.");
    }
    request = request.length() > LONGEST_REQUEST ? request.substring(0, LONGEST_REQUEST) : request;
  }
}
