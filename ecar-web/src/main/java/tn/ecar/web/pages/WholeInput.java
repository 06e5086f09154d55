package tn.ecar.web.pages;

import jakarta.faces.application.FacesMessage;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.convert.Converter;
import jakarta.faces.convert.ConverterException;
import jakarta.faces.convert.FacesConverter;

/** Reads whole numbers such as kilometres, with or without spaces or points between thousands. */
@FacesConverter("ecar.whole")
public class WholeInput implements Converter<Integer> {
  @Override
  public Integer getAsObject(FacesContext faces, UIComponent input, String typed) {
    String compact = Digits.western(typed).replaceAll("(?<=[0-9])\\.(?=[0-9]{3})", "");
    if (compact.isEmpty()) {
      return null;
    }
    try {
      return Integer.valueOf(compact);
    } catch (NumberFormatException e) {
      String sentence = new Wording().of("input.whole");
      throw new ConverterException(
          new FacesMessage(FacesMessage.SEVERITY_ERROR, sentence, null), e);
    }
  }

  @Override
  public String getAsString(FacesContext faces, UIComponent input, Integer value) {
    return value == null ? "" : value.toString();
  }
}
