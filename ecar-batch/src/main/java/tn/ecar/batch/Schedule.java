package tn.ecar.batch;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tn.ecar.garage.RuleViolation;

/**
 * When a job is due: {@code every 60 s}, {@code every 15 min}, {@code every 2 h}, or the five
 * fields of a Unix crontab in the garage's time zone, for example {@code 0 6 * * *} for each day at
 * six.
 */
public final class Schedule {
  /** What stands in the place of a schedule where a job is started by hand only. */
  static final String OFF = "off";

  private static final Pattern EVERY = Pattern.compile("every\\s+(\\d{1,6})\\s*(s|min|h)");
  private static final CronParser CRONTAB =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  private static final String RULE =
      "A schedule is 'every 60 s', 'every 15 min', 'every 2 h', or five fields of a crontab, for"
          + " example '0 6 * * *' for each day at six.";
  private static final int LONGEST_TEXT = 60;

  private final String text;
  private final Duration interval;
  private final ExecutionTime crontab;

  private Schedule(String text, Duration interval, ExecutionTime crontab) {
    this.text = text;
    this.interval = interval;
    this.crontab = crontab;
  }

  /**
   * Reads a schedule.
   *
   * @throws RuleViolation when it is none, or one that never comes; shows the ways to write it
   */
  public static Schedule of(String given) {
    String text = given == null ? "" : given.strip().replaceAll("\\s+", " ");
    if (text.length() > LONGEST_TEXT) {
      throw new RuleViolation("schedule", given, RULE);
    }
    Matcher every = EVERY.matcher(text.toLowerCase(Locale.ROOT));
    if (every.matches()) {
      return new Schedule(text.toLowerCase(Locale.ROOT), interval(given, every), null);
    }
    try {
      ExecutionTime crontab = ExecutionTime.forCron(CRONTAB.parse(text));
      return new Schedule(text, null, crontab);
    } catch (IllegalArgumentException e) {
      RuleViolation refused = new RuleViolation("schedule", given, RULE);
      refused.initCause(e);
      throw refused;
    }
  }

  private static Duration interval(String given, Matcher every) {
    long count = Long.parseLong(every.group(1));
    Duration unit =
        switch (every.group(2)) {
          case "s" -> Duration.ofSeconds(1);
          case "min" -> Duration.ofMinutes(1);
          default -> Duration.ofHours(1);
        };
    if (count == 0) {
      throw new RuleViolation("schedule", given, RULE);
    }
    return unit.multipliedBy(count);
  }

  /** Returns the next moment after this one; empty when it never comes, as the 30th of February. */
  public Optional<Instant> next(Instant after, ZoneId zone) {
    if (interval != null) {
      return Optional.of(after.plus(interval));
    }
    return crontab.nextExecution(after.atZone(zone)).map(next -> next.toInstant());
  }

  /** Returns it as it is written. */
  @Override
  public String toString() {
    return text;
  }
}
