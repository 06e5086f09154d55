package tn.ecar.web.pages;

import jakarta.faces.application.FacesMessage;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.convert.Converter;
import jakarta.faces.convert.ConverterException;
import jakarta.faces.convert.FacesConverter;
import java.math.BigDecimal;

/**
 * Reads decimal numbers as people here type them: with a comma or a point, with or without spaces
 * between thousands.
 */
@FacesConverter("ecar.decimal")
public class DecimalInput implements Converter<BigDecimal> {
  @Override
  public BigDecimal getAsObject(FacesContext faces, UIComponent input, String typed) {
    String compact = Digits.western(typed).replace(',', '.').replace('\u066b', '.');
    if (compact.isEmpty()) {
      return null;
    }
    try {
      return new BigDecimal(compact);
    } catch (NumberFormatException e) {
      String sentence = new Wording().of("input.decimal");
      throw new ConverterException(
          new FacesMessage(FacesMessage.SEVERITY_ERROR, sentence, null), e);
    }
  }

  @Override
  public String getAsString(FacesContext faces, UIComponent input, BigDecimal value) {
    return value == null ? "" : value.toPlainString().replace('.', ',');
  }
}
