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

  /**
   * Returns whether the page begins and its address still says what it is of. A form that brings
   * another identity along changes nothing of that one: what is typed for one thing reaches no
   * other.
   */
  static boolean begins() {
    return !FacesContext.getCurrentInstance().isPostback();
  }

  /** Answers that somebody may not do this; a page may be open for longer than a role is theirs. */
  static void refuse(String what) throws IOException {
    FacesContext faces = FacesContext.getCurrentInstance();
    faces.getExternalContext().responseSendError(HttpServletResponse.SC_FORBIDDEN, what);
    faces.responseComplete();
  }

  /** Loads the thing on the first request of the page; its forms find it still there. */
  static void to(Long id, LongConsumer load) throws IOException {
    try {
      load.accept(identity(id));
    } catch (NotFound missing) {
      missing(missing);
    }
  }

  /**
   * Returns what the page is of.
   *
   * @throws NotFound if its address does not say
   */
  static long identity(Long id) {
    if (id == null) {
      throw new NotFound("page", "without identity");
    }
    return id;
  }

  /** Shows the missing page: the thing is not there, or not any more. */
  static void missing(NotFound why) throws IOException {
    FacesContext faces = FacesContext.getCurrentInstance();
    faces
        .getExternalContext()
        .responseSendError(HttpServletResponse.SC_NOT_FOUND, why.getMessage());
    faces.responseComplete();
  }
}
