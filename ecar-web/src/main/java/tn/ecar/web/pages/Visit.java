package tn.ecar.web.pages;

import jakarta.faces.context.FacesContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.LongConsumer;
import tn.ecar.garage.NotFound;

/**
 * A visit to the page of one thing, named by {@code ?id=}; a thing nobody knows is a missing page.
 */
final class Visit {
  private Visit() {}

  /** Loads the thing on the first request of the page; its forms find it still there. */
  static void to(Long id, LongConsumer load) throws IOException {
    FacesContext faces = FacesContext.getCurrentInstance();
    try {
      if (id == null) {
        throw new NotFound("page", "without identity");
      }
      load.accept(id);
    } catch (NotFound missing) {
      faces
          .getExternalContext()
          .responseSendError(HttpServletResponse.SC_NOT_FOUND, missing.getMessage());
      faces.responseComplete();
    }
  }
}
