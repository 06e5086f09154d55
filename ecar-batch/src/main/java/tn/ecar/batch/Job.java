package tn.ecar.batch;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.RuleViolation;

/**
 * The jobs there are. Each is defined in {@code META-INF/batch-jobs/<key>.xml}; what the frame must
 * know of it besides stands here: whose it is, where it runs, when, and what it may be told.
 */
public enum Job {
  /** Samples this server's pool at its console. */
  POOL_AUDIT("pool-audit", Field.POOL, Place.EACH_SERVER, "every 60 s", Duration.ofDays(2)),
  /** Adds the pool's samples up to hours and days. */
  POOL_ROLLUP("pool-rollup", Field.POOL, Place.ONCE_IN_CLUSTER, "7 * * * *", Duration.ofDays(30)),
  /** Writes the audit report of the days before. */
  POOL_REPORT(
      "pool-report", Field.POOL, Place.ONCE_IN_CLUSTER, "0 6 * * *", Duration.ofDays(400), "days"),
  /** Changes the PostgreSQL passwords of the pool's users when they are old. */
  CREDENTIAL_ROTATION(
      "credential-rotation",
      Field.POOL,
      Place.ONCE_IN_CLUSTER,
      Schedule.OFF,
      Duration.ofDays(400),
      "user",
      "dry_run",
      "older_than_days",
      "end_window"),

  /**
   * Predicts the services that are due and writes their reminders, and those of appointments. The
   * outbox sends them at once: nobody's telephone rings at night.
   */
  SERVICE_REMINDERS(
      "service-reminders",
      Field.GARAGE,
      Place.ONCE_IN_CLUSTER,
      "10 8-18 * * *",
      Duration.ofDays(90)),

  /** Sends what waits in the outbox. */
  OUTBOX("outbox", Field.GARAGE, Place.ONCE_IN_CLUSTER, "every 60 s", Duration.ofDays(7)),

  /** Reminds of invoices that are past their day. */
  OVERDUE("overdue", Field.GARAGE, Place.ONCE_IN_CLUSTER, "30 9 * * 1-6", Duration.ofDays(400)),

  /** Makes the day's report and sends it to the manager. */
  DAILY_REPORT(
      "daily-report",
      Field.GARAGE,
      Place.ONCE_IN_CLUSTER,
      "0 19 * * *",
      Duration.ofDays(400),
      Job.DAY),

  /** Proves the number series free of gaps and recomputes every total. */
  INVOICE_AUDIT(
      "invoice-audit", Field.GARAGE, Place.ONCE_IN_CLUSTER, "15 2 * * *", Duration.ofDays(400)),

  /** Dumps the database, and restores the dump to prove it. */
  BACKUP("backup", Field.GARAGE, Place.ONCE_IN_CLUSTER, "45 2 * * *", Duration.ofDays(400)),

  /** Takes old entries of the audit log into files, and out of the database. */
  ARCHIVE("archive", Field.GARAGE, Place.ONCE_IN_CLUSTER, "30 3 1 * *", Duration.ofDays(400));

  /** How late a start may be that writes to customers: a missed evening is not told at night. */
  static final Duration GRACE = Duration.ofHours(1);

  /** The parameter of a job that is of a day, written as 2026-11-26. */
  public static final String DAY = "day";

  /** Whom a job belongs to. */
  public enum Field {
    /** The pool: started and changed by the role {@code operator}. */
    POOL("operator"),
    /** The garage: started and changed by the role {@code manager}. */
    GARAGE("manager");

    private final String role;

    Field(String role) {
      this.role = role;
    }

    /** Returns the role that starts, stops and schedules such jobs. */
    public String role() {
      return role;
    }
  }

  /** Where a job may be at work at one time. */
  public enum Place {
    /** Once on each server, since it looks after what is the server's own. */
    EACH_SERVER,
    /** Once in the whole cluster: the servers that share a database. */
    ONCE_IN_CLUSTER
  }

  private final String key;
  private final Field field;
  private final Place place;
  private final String usualSchedule;
  private final Duration keep;

  // An unmodifiable set, which the check cannot see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<String> parameters;

  /**
   * @param usualSchedule as {@link Schedule} writes it, or {@link Schedule#OFF}
   * @param keep how long its runs are remembered
   * @param parameters names of what a start may say besides
   */
  Job(
      String key,
      Field field,
      Place place,
      String usualSchedule,
      Duration keep,
      String... parameters) {
    this.key = key;
    this.field = field;
    this.place = place;
    this.usualSchedule = usualSchedule;
    this.keep = keep;
    this.parameters = Set.of(parameters);
  }

  /**
   * Returns the job with this name.
   *
   * @param key as {@link #key()} tells it
   * @throws NotFound when there is none
   */
  public static Job of(String key) {
    return Arrays.stream(values())
        .filter(job -> job.key.equals(key))
        .findFirst()
        .orElseThrow(() -> new NotFound("job", key));
  }

  /** Returns its name in addresses, on pages and in {@code META-INF/batch-jobs}. */
  public String key() {
    return key;
  }

  /** Returns whom it belongs to. */
  public Field field() {
    return field;
  }

  /** Returns where it may be at work at one time. */
  public Place place() {
    return place;
  }

  /** Returns how long its runs are remembered, with their log and results. */
  public Duration keep() {
    return keep;
  }

  /**
   * Returns how late it may start. Who writes to customers does so at the hours of its schedule;
   * any other, for which this is empty, makes up for what was missed however long ago.
   */
  Optional<Duration> grace() {
    return this == SERVICE_REMINDERS || this == OVERDUE ? Optional.of(GRACE) : Optional.empty();
  }

  /** Returns the names of its parameters, in alphabetical order. */
  public List<String> parameters() {
    return parameters.stream().sorted().toList();
  }

  /** Returns the schedule it has until somebody changes it. */
  String usualSchedule() {
    return usualSchedule;
  }

  /** Returns the environment variable that sets another one. */
  String scheduleVariable() {
    return "ECAR_SCHEDULE_" + name();
  }

  /**
   * Refuses names that the job does not know.
   *
   * @throws RuleViolation which names the first such
   */
  void requireKnown(Set<String> given) {
    for (String name : given.stream().sorted().toList()) {
      if (!parameters.contains(name)) {
        throw new RuleViolation(
            "parameters",
            name,
            parameters.isEmpty()
                ? "The job " + key + " takes no parameters."
                : "The job " + key + " takes " + String.join(", ", parameters()) + ".");
      }
    }
  }
}
