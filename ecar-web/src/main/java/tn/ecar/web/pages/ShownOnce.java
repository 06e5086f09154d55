package tn.ecar.web.pages;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.context.FacesContext;

/**
 * What is shown once and never again: the link of a quote, the secret of a key. It is carried over
 * the redirect that follows a form, so that a reload of the page that shows it sends nothing twice.
 */
@ApplicationScoped
public class ShownOnce {

  /** Keeps a text for the page that the redirect leads to. */
  public void keep(String name, String text) {
    FacesContext.getCurrentInstance().getExternalContext().getFlash().put(name, text);
  }

  /** Returns what was kept for this page; null if there is nothing. */
  public String take(String name) {
    return (String) FacesContext.getCurrentInstance().getExternalContext().getFlash().get(name);
  }
}
