package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The language the pages speak: French until somebody chooses another one at this browser. The
 * choice lives in a cookie, so that it outlasts the session and holds on the sign-in page too.
 */
@Named
@RequestScoped
public class Language {
  private static final String COOKIE = "ecar_language";
  private static final Duration KEPT = Duration.ofDays(365);
  private static final String FRENCH = "fr";
  private static final List<String> KNOWN = List.of(FRENCH, "ar", "en");

  private String tag;

  /** Returns {@code fr}, {@code ar} or {@code en}. */
  public String getTag() {
    if (tag == null) {
      Object cookie =
          FacesContext.getCurrentInstance().getExternalContext().getRequestCookieMap().get(COOKIE);
      String chosen = cookie instanceof Cookie known ? known.getValue() : FRENCH;
      tag = KNOWN.contains(chosen) ? chosen : FRENCH;
    }
    return tag;
  }

  public Locale getLocale() {
    return Locale.forLanguageTag(getTag());
  }

  /** Returns the direction of the script as HTML calls it. */
  public String getDirection() {
    return getTag().equals("ar") ? "rtl" : "ltr";
  }

  public List<String> getKnown() {
    return KNOWN;
  }

  /**
   * Remembers the language at this browser and shows the page anew.
   *
   * @param chosen one of {@link #getKnown()}; anything else is French
   */
  public void choose(String chosen) {
    FacesContext faces = FacesContext.getCurrentInstance();
    String kept = KNOWN.contains(chosen) ? chosen : FRENCH;
    faces
        .getExternalContext()
        .addResponseCookie(
            COOKIE,
            kept,
            Map.of(
                "path",
                "/",
                "maxAge",
                (int) KEPT.toSeconds(),
                "httpOnly",
                true,
                "SameSite",
                "Lax"));
    // Back to the same page of the same thing: its view parameters say which.
    String same = faces.getViewRoot().getViewId() + "?faces-redirect=true&includeViewParams=true";
    faces.getApplication().getNavigationHandler().handleNavigation(faces, null, same);
  }
}
