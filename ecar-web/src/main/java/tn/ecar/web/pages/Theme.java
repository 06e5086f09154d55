package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;

/** Light or dark: as the machine has it until somebody chooses, see {@link Preferences}. */
@Named
@RequestScoped
public class Theme {
  private final HttpServletRequest request;

  @Inject
  public Theme(HttpServletRequest request) {
    this.request = request;
  }

  /** For the container's client proxy. */
  protected Theme() {
    this(null);
  }

  /** Returns {@code auto}, {@code light} or {@code dark}. */
  public String getChosen() {
    return BrowserChoice.THEME.at(request);
  }
}
