package tn.ecar.web.wire;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Sends pages, sheets and scripts compressed to browsers that take it, on every server alike: a
 * phone in the yard waits for the bytes and not for the processor.
 */
@WebFilter(urlPatterns = "*.xhtml")
public class Compression extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.addHeader("Vary", "Accept-Encoding");
    if (!takesGzip(request.getHeader("Accept-Encoding"))) {
      chain.doFilter(request, response);
      return;
    }
    CompressedResponse compressed = new CompressedResponse(response);
    chain.doFilter(request, compressed);
    compressed.finish();
  }

  /** Returns true if the header names gzip and does not refuse it. */
  static boolean takesGzip(String accepted) {
    if (accepted == null) {
      return false;
    }
    for (String each : accepted.split(",")) {
      String[] parts = each.strip().split(";");
      if (parts[0].strip().equalsIgnoreCase("gzip")) {
        return parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
      }
    }
    return false;
  }
}
