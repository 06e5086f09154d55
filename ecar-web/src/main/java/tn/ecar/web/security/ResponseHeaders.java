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
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class ResponseHeaders extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** PrimeFaces puts handlers and styles inline; everything still comes from this server alone. */
  private static final String PAGES =
      "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self'"
          + " 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; object-src 'none';"
          + " base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

  private static final String DATA = "default-src 'none'; frame-ancestors 'none'";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean api = request.getServletPath().startsWith("/api/");
    response.setHeader("Content-Security-Policy", api ? DATA : PAGES);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("X-Frame-Options", "DENY");
    if (api) {
      response.setHeader("Cache-Control", "no-store");
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
