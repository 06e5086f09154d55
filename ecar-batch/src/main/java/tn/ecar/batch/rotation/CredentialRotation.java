package tn.ecar.batch.rotation;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tn.ecar.batch.JobResult;
import tn.ecar.batch.RunningJob;
import tn.ecar.batch.audit.PoolReport;
import tn.ecar.garage.audit.AuditLog;

/**
 * Changes the PostgreSQL password of each user that the pool keeps servers for, one after the
 * other. The pool does the dangerous part and can be killed anywhere in it: it goes on by itself
 * when it starts again. This job says when and for whom, keeps the journal in PostgreSQL and tells
 * how it went. A user that cannot be rotated hinders no other; the run fails at its end.
 */
@Named("credentialRotation")
@Dependent
public class CredentialRotation extends AbstractBatchlet {
  private static final String MD5 = "md5";

  private final RunningJob job;
  private final RotationConsole console;
  private final RotationJournal journal;
  private final AuditLog audit;
  private final Map<String, String> environment;
  private final List<Outcome> outcomes = new ArrayList<>();
  private volatile boolean stopping;

  @Inject
  CredentialRotation(
      RunningJob job, RotationConsole console, RotationJournal journal, AuditLog audit) {
    this(job, console, journal, audit, System.getenv());
  }

  CredentialRotation(
      RunningJob job,
      RotationConsole console,
      RotationJournal journal,
      AuditLog audit,
      Map<String, String> environment) {
    this.job = job;
    this.console = console;
    this.journal = journal;
    this.audit = audit;
    this.environment = environment;
  }

  /**
   * What became of one user.
   *
   * @param action {@code rotated}, {@code continued}, {@code ended}, {@code in window}, {@code
   *     young}, {@code would rotate} or {@code refused}
   * @param ageDays of the secret before, at least
   */
  record Outcome(String user, String action, long ageDays, String form, String detail) {}

  @Override
  public void stop() {
    stopping = true;
  }

  @Override
  public String process() throws SQLException {
    RotationOrder order = RotationOrder.of(job);
    takeUpWhatThePoolDid();
    List<String> users = users(order);
    job.total(users.size());
    for (String user : users) {
      if (stopping) {
        job.say("Stopped; the users that are left are as they were.");
        break;
      }
      outcomes.add(outcome(user, order));
      job.add(1);
    }
    takeUpWhatThePoolDid();
    report();
    List<Outcome> refused =
        outcomes.stream().filter(outcome -> outcome.action().equals("refused")).toList();
    // A step further on the way takes away why the one before it was waited at.
    refused.forEach(outcome -> journal.waits(outcome.user(), outcome.detail()));
    if (!refused.isEmpty()) {
      throw new IllegalStateException(
          refused.size()
              + " of "
              + users.size()
              + " users could not be rotated to the end: see the log.");
    }
    return summary();
  }

  private List<String> users(RotationOrder order) throws SQLException {
    return order.user().isPresent() ? List.of(order.user().get()) : console.pooledUsers();
  }

  /** Brings the journal up to what the pool's own says: it goes on without being asked. */
  private void takeUpWhatThePoolDid() throws SQLException {
    Map<String, Rotation> there = new HashMap<>();
    for (Rotation rotation : console.rotations()) {
      there.put(rotation.user(), rotation);
      journal.see(rotation.user());
      // One that was begun on the console by hand is noted as well.
      journal.begin(rotation.user(), job.server(), job.id(), job.startedBy());
      journal.reached(rotation);
    }
    for (RotationJournal.Open open : journal.open()) {
      if (!there.containsKey(open.user())) {
        boolean done = open.step().equals(Rotation.PROVED);
        journal.ended(open.user(), done);
        audit.recordAs(
            job.startedBy(), "credential.end", "credential", null, open.step(), open.user());
        job.say(
            done
                ? "The old secret of " + open.user() + " is refused now."
                : "The rotation of "
                    + open.user()
                    + " was not begun by the pool: nothing changed.");
      }
    }
  }

  private Outcome outcome(String user, RotationOrder order) {
    journal.see(user);
    Duration age = journal.age(user);
    try {
      Optional<Rotation> open =
          console.rotations().stream().filter(one -> one.user().equals(user)).findFirst();
      if (open.isPresent()) {
        return goOn(open.get(), order, age);
      }
      if (age.compareTo(order.olderThan()) < 0) {
        job.say("The secret of " + user + " is " + age.toDays() + " days old: not due.");
        return new Outcome(user, "young", age.toDays(), journal.form(user).orElse(""), "");
      }
      requireThatNobodyIsLockedOut(user);
      console.check(user);
      if (order.dryRun()) {
        job.say("The secret of " + user + " would be changed.");
        return new Outcome(user, "would rotate", age.toDays(), "", "");
      }
      journal.begin(user, job.server(), job.id(), job.startedBy());
      console.rotate(user);
      return done(user, "rotated", age);
    } catch (SQLException e) {
      String why = sentence(e);
      journal.waits(user, why);
      job.warn("The secret of " + user + " was not changed: " + why);
      return new Outcome(user, "refused", age.toDays(), "", why);
    }
  }

  private Outcome goOn(Rotation open, RotationOrder order, Duration age) throws SQLException {
    String user = open.user();
    if (!open.isProved()) {
      if (order.dryRun()) {
        return new Outcome(user, "would rotate", age.toDays(), open.form(), "is at " + open.step());
      }
      console.rotate(user);
      return done(user, "continued", age);
    }
    boolean overdue = open.isOverdue(Instant.now());
    if ((order.endWindow() || overdue) && !order.dryRun()) {
      return end(open, age);
    }
    if (overdue) {
      job.warn(
          "The old secret of "
              + user
              + " lets in although its window ended at "
              + open.forgetAt()
              + ".");
      return new Outcome(user, "in window", age.toDays(), open.form(), "");
    }
    job.say("The old secret of " + user + " lets in until " + open.forgetAt() + ".");
    return new Outcome(user, "in window", age.toDays(), open.form(), "");
  }

  private Outcome end(Rotation open, Duration age) {
    String user = open.user();
    try {
      console.end(user);
      return new Outcome(user, "ended", age.toDays(), open.form(), "");
    } catch (SQLException e) {
      if (hasEnded(user)) {
        return new Outcome(user, "ended", age.toDays(), open.form(), "");
      }
      String why = sentence(e);
      journal.waits(user, why);
      job.warn("The old secret of " + user + " still lets in: " + why);
      return new Outcome(user, "refused", age.toDays(), open.form(), why);
    }
  }

  /** The pool ends windows itself: it may have been quicker. */
  private boolean hasEnded(String user) {
    try {
      return console.rotations().stream().noneMatch(one -> one.user().equals(user));
    } catch (SQLException notTold) {
      return false;
    }
  }

  private static String sentence(SQLException refused) {
    return refused.getMessage().replaceAll("\\s+", " ").strip();
  }

  private Outcome done(String user, String action, Duration age) throws SQLException {
    Rotation now =
        console.rotations().stream()
            .filter(one -> one.user().equals(user))
            .findFirst()
            .orElseThrow(() -> new SQLException("The pool shows no rotation of " + user + "."));
    journal.reached(now);
    audit.recordAs(
        job.startedBy(),
        "credential.rotate",
        "credential",
        null,
        null,
        user + ", " + now.form() + ", both valid until " + now.forgetAt());
    job.say(
        "The secret of "
            + user
            + " is changed; programs find the new one in "
            + now.pgpass()
            + "; the old one lets in until "
            + now.forgetAt()
            + ".");
    if (now.form().equals(MD5)) {
      job.warn(PoolReport.Credential.md5Warning(user));
    }
    return new Outcome(user, action, age.toDays(), now.form(), "");
  }

  /** A role has one secret; whoever holds the old one in a place of its own would be refused. */
  private void requireThatNobodyIsLockedOut(String user) throws SQLException {
    if (user.equals(environment.get("ECAR_BATCH_USER"))) {
      throw new SQLException(
          "The server's job repository logs in as "
              + user
              + " too, outside of the pool and with a password that it was started with: give it a"
              + " role of its own first.");
    }
    List<String> others = journal.otherServers(user, job.server());
    if (!others.isEmpty()) {
      throw new SQLException(
          "The pools of "
              + String.join(", ", others)
              + " log in as "
              + user
              + " too, and would not learn the new secret: rotate while one server runs, then give"
              + " its userlist to the others.");
    }
  }

  private void report() {
    JsonArrayBuilder users = Json.createArrayBuilder();
    for (Outcome outcome : outcomes) {
      users.add(
          Json.createObjectBuilder()
              .add("user", outcome.user())
              .add("action", outcome.action())
              .add("ageDays", outcome.ageDays())
              .add("form", outcome.form())
              .add("detail", outcome.detail()));
    }
    byte[] content =
        Json.createObjectBuilder()
            .add("users", users)
            .build()
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    job.result(new JobResult("rotation.json", "application/json", content));
  }

  private String summary() {
    long changed =
        outcomes.stream()
            .filter(one -> one.action().equals("rotated") || one.action().equals("continued"))
            .count();
    return changed + " of " + outcomes.size() + " secrets changed";
  }
}
