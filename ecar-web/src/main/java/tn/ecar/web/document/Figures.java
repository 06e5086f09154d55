package tn.ecar.web.document;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;

/**
 * How documents write numbers and days: western digits in every language, a comma before the
 * decimals and a space that does not break between thousands, as Tunisia does.
 */
final class Figures {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.ROOT);

  private Figures() {}

  static String day(LocalDate day) {
    return day == null ? "–" : DAY.format(day);
  }

  static String day(Instant moment, ZoneId zone) {
    return moment == null ? "–" : day(moment.atZone(zone).toLocalDate());
  }

  static String money(Money amount) {
    return FrenchNumbers.of(amount);
  }

  /** Pieces are counted without decimals, litres and hours keep what they need. */
  static String quantity(Quantity quantity) {
    return FrenchNumbers.of(quantity);
  }

  static String percent(BigDecimal rate) {
    return rate.stripTrailingZeros().toPlainString().replace('.', ',') + "\u00a0%";
  }

  static String km(Integer km) {
    return km == null ? "–" : FrenchNumbers.grouped(Integer.toString(km)) + "\u00a0km";
  }
}
