package tn.ecar.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Leads somebody whose page wants a sign-in to the sign-in page and says there where to go back to:
 * to the page that was asked for, or, when a form of it was sent after its session had ended, to
 * the page with the form, which still has what was typed.
 */
final class WayToSignIn {
  private WayToSignIn() {}

  /** Returns true if a page was asked for: programs are told 401 by REST itself. */
  static boolean leadsTo(HttpServletRequest request) {
    return request.getServletPath().endsWith(".xhtml");
  }

  /** Answers the request with the way. */
  static void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String login =
        request.getContextPath()
            + "/login.xhtml?back="
            + URLEncoder.encode(back(request), StandardCharsets.UTF_8);
    if ("partial/ajax".equals(request.getHeader("Faces-Request"))) {
      // A script asked, and follows only an address it is told in its own language.
      response.setContentType("text/xml;charset=UTF-8");
      response
          .getWriter()
          .print(
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?><partial-response><redirect url=\""
                  + login.replace("&", "&amp;")
                  + "\"/></partial-response>");
    } else {
      response.sendRedirect(login);
    }
  }

  private static String back(HttpServletRequest request) {
    String query = request.getQueryString();
    String asked = request.getRequestURI() + (query == null ? "" : "?" + query);
    return "GET".equals(request.getMethod())
        ? asked
        : LocalAddress.of(request.getHeader("Referer")).orElse(asked);
  }
}
