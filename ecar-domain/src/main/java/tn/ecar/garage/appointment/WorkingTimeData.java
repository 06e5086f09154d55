package tn.ecar.garage.appointment;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tn.ecar.garage.RuleViolation;

/**
 * A stretch of a weekday.
 *
 * @param weekday required
 * @param opens from; required
 * @param closes to; after {@code opens}
 */
public record WorkingTimeData(DayOfWeek weekday, LocalTime opens, LocalTime closes) {
  /** The hour may be short of its zero, and people write a dash, a long dash or an "à". */
  private static final Pattern STRETCH =
      Pattern.compile("\\s*(\\d{1,2}:\\d{2})\\s*[-–—à]\\s*(\\d{1,2}:\\d{2})\\s*[,;]?");

  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("H:mm", Locale.ROOT);

  /**
   * Returns the stretches of a day as somebody types them, such as {@code 08:00-12:00 14:00-18:00};
   * none for a day off.
   *
   * @throws RuleViolation with the day's name as its field if they are no hours of a day
   */
  public static List<WorkingTimeData> ofDay(DayOfWeek weekday, String typed) {
    String text = typed == null ? "" : typed.strip();
    List<WorkingTimeData> stretches = new ArrayList<>();
    Matcher next = STRETCH.matcher(text);
    int end = 0;
    while (end < text.length() && next.find(end) && next.start() == end) {
      LocalTime opens = hour(weekday, text, next.group(1));
      LocalTime closes = hour(weekday, text, next.group(2));
      if (!opens.isBefore(closes)) {
        throw new RuleViolation(weekday.name(), text, "Working hours end after they begin.");
      }
      if (stretches.stream().anyMatch(s -> opens.isBefore(s.closes) && s.opens.isBefore(closes))) {
        throw new RuleViolation(weekday.name(), text, "Working hours of one day do not overlap.");
      }
      stretches.add(new WorkingTimeData(weekday, opens, closes));
      end = next.end();
    }
    if (end < text.length()) {
      throw notHours(weekday, text);
    }
    return List.copyOf(stretches);
  }

  private static LocalTime hour(DayOfWeek weekday, String text, String hour) {
    try {
      return LocalTime.parse(hour, HOUR);
    } catch (DateTimeParseException e) {
      throw notHours(weekday, text);
    }
  }

  private static RuleViolation notHours(DayOfWeek weekday, String text) {
    return new RuleViolation(
        weekday.name(), text, "Working hours are written as 08:00-12:00 14:00-18:00.");
  }
}
