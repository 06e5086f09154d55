package tn.ecar.web.pages;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.convert.Converter;
import jakarta.faces.convert.ConverterException;
import jakarta.faces.convert.FacesConverter;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** Day and time of the garage's zone, as an input of a browser writes them. */
@FacesConverter("ecar.moment")
public class MomentInput implements Converter<Instant> {
  @Override
  public Instant getAsObject(FacesContext faces, UIComponent input, String typed) {
    if (typed == null || typed.isBlank()) {
      return null;
    }
    try {
      return LocalDateTime.parse(typed.strip()).atZone(zone()).toInstant();
    } catch (DateTimeParseException e) {
      throw new ConverterException(
          new FacesMessage(
              FacesMessage.SEVERITY_ERROR,
              CDI.current().select(Wording.class).get().of("input.moment"),
              null),
          e);
    }
  }

  @Override
  public String getAsString(FacesContext faces, UIComponent input, Instant moment) {
    return moment == null
        ? ""
        : moment.atZone(zone()).toLocalDateTime().truncatedTo(ChronoUnit.MINUTES).toString();
  }

  /** Faces makes converters itself and injects nothing into them. */
  private static ZoneId zone() {
    return CDI.current().select(Clock.class).get().getZone();
  }
}
