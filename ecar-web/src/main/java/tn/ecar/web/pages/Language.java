package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;

/** The language the pages speak: French until somebody chooses, see {@link Preferences}. */
@Named
@RequestScoped
public class Language {
  private final HttpServletRequest request;
  private String tag;

  @Inject
  public Language(HttpServletRequest request) {
    this.request = request;
  }

  /** For the container's client proxy. */
  protected Language() {
    this(null);
  }

  /** Returns {@code fr}, {@code ar} or {@code en}. */
  public String getTag() {
    if (tag == null) {
      tag = BrowserChoice.LANGUAGE.at(request);
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
}
