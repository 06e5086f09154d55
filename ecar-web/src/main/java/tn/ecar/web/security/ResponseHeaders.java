package tn.ecar.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;

/**
 * Tells browsers what ECAR's answers may do, and refuses a change that another site asks for. The
 * session cookie is SameSite=Lax, which old browsers ignore; the Origin header closes that gap
 * without a token in each request.
 *
 * <p>Scripts of pages are the one thing left out here: each answer of Faces allows its own by a
 * nonce, in a second header that PrimeFaces adds (primefaces.CSP in web.xml). A browser keeps both.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class ResponseHeaders extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String TRANSPORT = "ECAR_HSTS_SECONDS";

  /** Everything comes from this server alone; neither styles nor handlers stand inline. */
  private static final String PAGES =
      "style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; media-src"
          + " 'self'; worker-src 'none'; frame-src 'none'; manifest-src 'self'; object-src 'none';"
          + " base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

  private static final String DATA = "default-src 'none'; frame-ancestors 'none'";

  /** A file that is named by its fingerprint never changes. */
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private final String transport = transport(System.getenv(TRANSPORT));

  /**
   * Returns the header that keeps browsers on TLS; null where no proxy in front ends TLS.
   *
   * @throws IllegalArgumentException naming the variable if its value is no number of seconds
   */
  static String transport(String seconds) {
    if (seconds == null || seconds.isBlank()) {
      return null;
    }
    if (!seconds.strip().matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          TRANSPORT
              + " is "
              + seconds
              + ": set it to a number of seconds, for example 31536000, or leave it out.");
    }
    return "max-age=" + seconds.strip() + "; includeSubDomains";
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getServletPath();
    boolean api = path.startsWith("/api/");
    response.setHeader("Content-Security-Policy", api ? DATA : PAGES);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Permissions-Policy", "camera=(self), geolocation=(), microphone=()");
    if (transport != null) {
      response.setHeader("Strict-Transport-Security", transport);
    }
    if (api) {
      response.setHeader("Cache-Control", "no-store");
    } else if (path.startsWith("/jakarta.faces.resource/")) {
      response.setHeader(
          "Cache-Control", request.getParameter("v") == null ? "no-cache" : FOR_EVER);
    } else {
      // What somebody saw is gone from this browser once they have left.
      response.setHeader("Cache-Control", "private, no-store");
    }
    if (isForeign(request)) {
      refuse(response);
      return;
    }
    chain.doFilter(request, response);
  }

  private static boolean isForeign(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    boolean reading =
        switch (request.getMethod()) {
          case "GET", "HEAD", "OPTIONS" -> true;
          default -> false;
        };
    return !reading && origin != null && !sameHost(origin, request.getHeader("Host"));
  }

  /** A reverse proxy may end TLS, so schemes are not compared. */
  static boolean sameHost(String origin, String host) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (IllegalArgumentException e) {
      // "null" and whatever else is no address comes from no page of ours.
      return false;
    }
  }

  private static void refuse(HttpServletResponse response) throws IOException {
    response.setStatus(HttpServletResponse.SC_FORBIDDEN);
    response.setContentType("application/problem+json");
    response
        .getOutputStream()
        .print(
            "{\"type\":\"urn:ecar:problem:foreign-origin\",\"title\":\"Another site asked for"
                + " this\",\"status\":403,\"detail\":\"A change must come from ECAR's own pages, or"
                + " without an Origin header.\"}");
  }
}
