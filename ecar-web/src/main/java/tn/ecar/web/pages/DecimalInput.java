package tn.ecar.web.pages;

import jakarta.faces.application.FacesMessage;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.convert.Converter;
import jakarta.faces.convert.ConverterException;
import jakarta.faces.convert.FacesConverter;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Reads decimal numbers as people here type them: with a comma or a point, with or without spaces
 * between thousands. A power of ten is none of them: written out, a single short one fills the
 * memory of the server.
 */
@FacesConverter("ecar.decimal")
public class DecimalInput implements Converter<BigDecimal> {
  private static final Pattern TYPED =
      Pattern.compile("[+-]?(?:[0-9]{1,15}(?:\\.[0-9]{0,9})?|\\.[0-9]{1,9})");

  @Override
  public BigDecimal getAsObject(FacesContext faces, UIComponent input, String typed) {
    String compact = Digits.western(typed).replace(',', '.').replace('\u066b', '.');
    if (compact.isEmpty()) {
      return null;
    }
    if (!TYPED.matcher(compact).matches()) {
      throw new ConverterException(new FacesMessage(FacesMessage.SEVERITY_ERROR, sentence(), null));
    }
    return new BigDecimal(compact);
  }

  /** Returns what to type instead, in the language of the page. */
  String sentence() {
    return new Wording().of("input.decimal");
  }

  @Override
  public String getAsString(FacesContext faces, UIComponent input, BigDecimal value) {
    return value == null ? "" : value.toPlainString().replace('.', ',');
  }
}
