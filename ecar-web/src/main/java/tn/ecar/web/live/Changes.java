package tn.ecar.web.live;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The stream of what others change, as server-sent events: the kinds of things, never the things,
 * so that a page asks for what its reader may see. A listening page holds no thread.
 */
@WebServlet(urlPatterns = "/changes", asyncSupported = true)
public class Changes extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient Listeners listeners;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getRemoteUser() == null) {
      response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
      return;
    }
    response.setContentType("text/event-stream;charset=UTF-8");
    // nginx would else collect events until its buffer is full.
    response.setHeader("X-Accel-Buffering", "no");
    response.getWriter().print("retry: 3000\n\n");
    response.flushBuffer();
    AsyncContext page = request.startAsync();
    page.setTimeout(0);
    listeners.add(page);
  }
}
