package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.order.OrderState;

/**
 * How the pages write amounts, quantities and times. Tunisia writes western digits in Arabic too, a
 * comma before the millimes and a thin space between thousands.
 */
@Named("as")
@RequestScoped
public class Formats {
  private static final char THOUSANDS = '\u202f';

  private final Locale locale;
  private final Clock clock;
  private final ZoneId zone;
  private final DecimalFormat amounts;
  private final DecimalFormat quantities;
  private final DecimalFormat wholes;

  @Inject
  public Formats(Language language, Clock clock) {
    this.clock = clock;
    this.locale = language == null ? Locale.FRENCH : language.getLocale();
    this.zone = clock == null ? ZoneId.of("Africa/Tunis") : clock.getZone();
    DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.FRENCH);
    symbols.setGroupingSeparator(THOUSANDS);
    this.amounts = new DecimalFormat("#,##0.000", symbols);
    this.quantities = new DecimalFormat("#,##0.###", symbols);
    this.wholes = new DecimalFormat("#,##0", symbols);
  }

  /** For the container's client proxy. */
  protected Formats() {
    this(null, null);
  }

  /** Returns where the garage's clock hangs, as scripts of the pages name it. */
  public String getZone() {
    return zone.getId();
  }

  /** Writes an amount with its three decimals; empty for null. */
  public String money(Money amount) {
    return amount == null ? "" : amounts.format(amount.amount());
  }

  /** Writes an amount with its three decimals; empty for null. */
  public String amount(BigDecimal amount) {
    return amount == null ? "" : amounts.format(amount);
  }

  /** Writes a quantity without idle zeros; empty for null. */
  public String quantity(Quantity quantity) {
    return quantity == null ? "" : quantities.format(quantity.value());
  }

  /** Writes a decimal number without idle zeros; empty for null. */
  public String number(BigDecimal number) {
    return number == null ? "" : quantities.format(number);
  }

  /** Writes a quantity that came or went, with its sign; empty for null. */
  public String signed(Quantity quantity) {
    return quantity == null
        ? ""
        : (quantity.isNegative() ? "−" : "+") + quantities.format(quantity.value().abs());
  }

  /** Writes the time of day to the second; empty for null. */
  public String clock(Instant moment) {
    return moment == null
        ? ""
        : DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).format(moment.atZone(zone));
  }

  /** Writes a whole number, such as kilometres; empty for null. */
  public String whole(Number number) {
    return number == null ? "" : wholes.format(number);
  }

  /** Writes a day such as 05/03/2026; empty for null. */
  public String day(LocalDate day) {
    return day == null ? "" : DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.ROOT).format(day);
  }

  /** Writes the day of a moment in the garage's zone; empty for null. */
  public String dayOf(Instant moment) {
    return moment == null ? "" : day(moment.atZone(zone).toLocalDate());
  }

  /** Writes day and time of a moment in the garage's zone; empty for null. */
  public String moment(Instant moment) {
    return moment == null
        ? ""
        : DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm", Locale.ROOT).format(moment.atZone(zone));
  }

  /** Writes the time of day of a moment in the garage's zone; empty for null. */
  public String hour(Instant moment) {
    return moment == null
        ? ""
        : DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).format(moment.atZone(zone));
  }

  /** Writes the time of a moment of today, and day and month before it for another day. */
  public String soon(Instant moment) {
    if (moment == null) {
      return "";
    }
    boolean today = moment.atZone(zone).toLocalDate().equals(LocalDate.now(clock));
    return DateTimeFormatter.ofPattern(today ? "HH:mm" : "dd/MM HH:mm", Locale.ROOT)
        .format(moment.atZone(zone));
  }

  /** Writes the short name of a day with day and month, such as lun. 23/11. */
  public String weekday(LocalDate day) {
    Locale tunisian = locale.getLanguage().equals("ar") ? Locale.forLanguageTag("ar-TN") : locale;
    return DateTimeFormatter.ofPattern("EEE ", tunisian).format(day)
        + DateTimeFormatter.ofPattern("dd/MM", Locale.ROOT).format(day);
  }

  /** Writes the name of a day of the week, such as lundi. */
  public String dayName(DayOfWeek day) {
    return day.getDisplayName(TextStyle.FULL_STANDALONE, locale);
  }

  /** Writes a day with its name and its month's name, such as lundi 23 novembre 2026. */
  public String longDay(LocalDate day) {
    Locale tunisian = locale.getLanguage().equals("ar") ? Locale.forLanguageTag("ar-TN") : locale;
    return DateTimeFormatter.ofPattern("EEEE d MMMM yyyy", tunisian).format(day);
  }

  /** Returns true if a day is over. */
  public boolean isOver(LocalDate day) {
    return day != null && day.isBefore(LocalDate.now(clock));
  }

  /** Writes a length of time as hours and minutes, such as 1:05. */
  public String duration(long minutes) {
    return minutes / 60 + ":" + (minutes % 60 < 10 ? "0" : "") + minutes % 60;
  }

  /** Writes a phone number in groups; one that is not Tunisian is left as it is. */
  public String phone(Object phone) {
    String number = phone == null ? "" : phone.toString();
    return number.matches("\\+216[0-9]{8}")
        ? "+216 "
            + number.substring(4, 6)
            + " "
            + number.substring(6, 9)
            + " "
            + number.substring(9)
        : number;
  }

  /**
   * Writes a plate as it is painted where the page is Arabic, and in its canonical form elsewhere.
   */
  public String plate(Object plate) {
    String canonical = plate == null ? "" : plate.toString();
    return locale.getLanguage().equals("ar")
        ? canonical.replace(" TU ", " \u2067تونس\u2069 ")
        : canonical;
  }

  /** Returns the style of a state: what moves, what waits, what is done. */
  public String tone(OrderState state) {
    return switch (state) {
      case IN_PROGRESS, QUALITY_CHECK -> "moving";
      case WAITING_PARTS, WAITING_APPROVAL, ESTIMATED -> "waiting";
      case READY -> "good";
      case CANCELLED -> "bad";
      case DRAFT, APPROVED, DELIVERED -> "still";
    };
  }

  /** Returns the day in the garage's zone. */
  public LocalDate today() {
    return LocalDate.now(clock);
  }
}
