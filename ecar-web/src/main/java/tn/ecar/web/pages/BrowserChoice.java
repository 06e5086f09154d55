package tn.ecar.web.pages;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Something chosen at a browser that outlasts the session and holds on the sign-in page too: it
 * lives in a cookie.
 */
enum BrowserChoice {
  LANGUAGE("ecar_language", "fr", "ar", "en"),
  THEME("ecar_theme", "auto", "light", "dark");

  private static final Duration KEPT = Duration.ofDays(365);

  private final String cookie;

  /** A list that nobody can change. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> known;

  /** The first of the values holds until somebody chooses. */
  BrowserChoice(String cookie, String... known) {
    this.cookie = cookie;
    this.known = List.of(known);
  }

  /** Returns what was chosen at this browser. */
  String at(HttpServletRequest request) {
    Cookie[] sent = request.getCookies();
    return Arrays.stream(sent == null ? new Cookie[0] : sent)
        .filter(each -> each.getName().equals(cookie))
        .map(Cookie::getValue)
        .findFirst()
        .flatMap(this::parse)
        .orElse(known.get(0));
  }

  /** Returns whether anything was chosen at this browser. */
  boolean isAt(HttpServletRequest request) {
    Cookie[] sent = request.getCookies();
    return Arrays.stream(sent == null ? new Cookie[0] : sent)
        .filter(each -> each.getName().equals(cookie))
        .anyMatch(each -> known.contains(each.getValue()));
  }

  /** Returns the value if it is one of those that may be chosen. */
  Optional<String> parse(String value) {
    return Optional.ofNullable(value).filter(known::contains);
  }

  /** Remembers a value with the next answer. */
  void keep(HttpServletResponse response, String chosen) {
    Cookie kept = new Cookie(cookie, chosen);
    kept.setPath("/");
    kept.setMaxAge((int) KEPT.toSeconds());
    kept.setHttpOnly(true);
    kept.setAttribute("SameSite", "Lax");
    response.addCookie(kept);
  }
}
