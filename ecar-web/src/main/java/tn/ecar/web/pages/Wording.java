package tn.ecar.web.pages;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** The words of the bundles for what Java says itself, in the language of the page being shown. */
@ApplicationScoped
public class Wording {
  /** Base name of the bundles, one for each language. */
  static final String BUNDLE = "tn.ecar.web.pages.texts";

  /**
   * Returns the sentence of a key with its places filled.
   *
   * @throws MissingResourceException if no bundle has the key
   */
  public String of(String key, Object... values) {
    return in(locale(), key, values);
  }

  /**
   * Returns the sentence of a key in a language that the page need not have, for somebody else to
   * read.
   *
   * @throws MissingResourceException if no bundle has the key
   */
  public String in(Locale language, String key, Object... values) {
    String pattern = bundle(language).getString(key);
    return values.length == 0 ? pattern : filled(pattern, language, values);
  }

  /**
   * Fills the places of a sentence. Tunisia writes western digits in Arabic too, which Java knows
   * of the country and not of the language.
   */
  static String filled(String pattern, Locale locale, Object... values) {
    Locale tunisian = locale.getLanguage().equals("ar") ? Locale.forLanguageTag("ar-TN") : locale;
    return new MessageFormat(pattern, tunisian).format(values);
  }

  /** Returns the sentence of a key, or the alternative if the bundles have none. */
  public String orElse(String key, String alternative) {
    ResourceBundle bundle = bundle(locale());
    return bundle.containsKey(key) ? bundle.getString(key) : alternative;
  }

  /** Says above the page that something was done; it is still said after a redirect. */
  public void tell(String key, Object... values) {
    FacesContext faces = FacesContext.getCurrentInstance();
    faces.getExternalContext().getFlash().setKeepMessages(true);
    faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_INFO, of(key, values), null));
  }

  private static ResourceBundle bundle(Locale language) {
    return ResourceBundle.getBundle(BUNDLE, language, Wording.class.getClassLoader());
  }

  /** Returns the language of the page being shown. */
  public Locale locale() {
    return FacesContext.getCurrentInstance().getViewRoot().getLocale();
  }
}
