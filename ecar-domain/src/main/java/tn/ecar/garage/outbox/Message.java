package tn.ecar.garage.outbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import tn.ecar.garage.Conflict;
import tn.ecar.garage.Texts;
import tn.ecar.garage.customer.Customer;

/**
 * Something a customer or the staff is to be told. It is written in the transaction of what it
 * tells, so that both stand or neither; it waits, is tried with growing pauses, and ends as sent,
 * as too late, or as dead for somebody to look at. Its key stands once: whoever would tell the same
 * again, does not.
 */
@Entity
@Table(name = "message")
public class Message {
  /** What it tells. */
  public enum Kind {
    /** The vehicle can be fetched. */
    READY,
    /** A service is due. */
    SERVICE,
    /** An appointment is near. */
    APPOINTMENT,
    /** What somebody of the staff wrote. */
    WORD,
    /** An invoice is past its day. */
    OVERDUE,
    /** What a job found out, to the staff. */
    REPORT,
    /** Something is wrong now, to the staff. */
    ALERT
  }

  /** The way it takes. */
  public enum Channel {
    /** To a phone, in E.164. */
    SMS,
    /** To a mailbox. */
    MAIL
  }

  /** What became of it. */
  public enum State {
    WAITING,
    SENT,
    EXPIRED,
    DEAD
  }

  /** So often it is tried before somebody has to look at it. */
  static final int MOST_ATTEMPTS = 8;

  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final int LONGEST_ERROR = 300;

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "message_id")
  @SequenceGenerator(name = "message_id", sequenceName = "message_id", allocationSize = 50)
  private Long id;

  @Version private int version;

  @Column(name = "message_key")
  private String key;

  @Enumerated(EnumType.STRING)
  private Kind kind;

  @Enumerated(EnumType.STRING)
  private Channel channel;

  @ManyToOne(fetch = FetchType.LAZY)
  @JoinColumn(name = "customer_id")
  private Customer customer;

  private String recipient;
  private String subject;
  private String body;

  @Enumerated(EnumType.STRING)
  private State state = State.WAITING;

  private int attempts;

  @Column(name = "last_error")
  private String lastError;

  @Column(name = "written_at")
  private Instant writtenAt;

  @Column(name = "next_attempt_at")
  private Instant nextAttemptAt;

  @Column(name = "expires_at")
  private Instant expiresAt;

  @Column(name = "state_since")
  private Instant stateSince;

  /** For the persistence provider. */
  protected Message() {}

  Message(String key, Kind kind, Customer customer, String body, Instant now, Instant expiresAt) {
    this(key, kind, now, expiresAt);
    this.channel = Channel.SMS;
    this.customer = customer;
    this.recipient = customer.getPhone().number();
    this.body = Texts.required("text", body, 600);
  }

  /** A mail to the staff. */
  Message(
      String key,
      Kind kind,
      MailAddress to,
      String subject,
      String body,
      Instant now,
      Instant expiresAt) {
    this(key, kind, now, expiresAt);
    this.channel = Channel.MAIL;
    this.recipient = to.value();
    // A line break would begin another header.
    this.subject = Texts.required("subject", subject.replaceAll("\\s+", " "), 200);
    this.body = Texts.required("text", body, 8_000);
  }

  private Message(String key, Kind kind, Instant now, Instant expiresAt) {
    this.key = key;
    this.kind = kind;
    this.writtenAt = now;
    this.nextAttemptAt = now;
    this.expiresAt = expiresAt;
    this.stateSince = now;
  }

  /**
   * Begins an attempt. The next one is set at once, so that a sender that dies on the way leaves it
   * to be tried again: it may then arrive twice, but is not lost.
   */
  void attempt(Instant now) {
    attempts++;
    nextAttemptAt = now.plus(FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, 10)));
  }

  void sent(Instant now) {
    become(State.SENT, now);
    lastError = null;
  }

  void failed(String error, Instant now) {
    lastError = error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) : error;
    if (attempts >= MOST_ATTEMPTS) {
      become(State.DEAD, now);
    }
  }

  /** Lets a dead or expired one be tried again. */
  void revive(Instant now, Instant newExpiry) {
    if (state == State.WAITING || state == State.SENT) {
      throw new Conflict("The message is " + state + ": only a dead one is revived.", key);
    }
    become(State.WAITING, now);
    attempts = 0;
    nextAttemptAt = now;
    expiresAt = newExpiry;
  }

  /** Writes a dead or expired one once more, as it is to be said now. */
  void writeAnew(Customer to, String text, Instant now, Instant newExpiry) {
    revive(now, newExpiry);
    customer = to;
    recipient = to.getPhone().number();
    body = Texts.required("text", text, 600);
    writtenAt = now;
  }

  private void become(State next, Instant now) {
    state = next;
    stateSince = now;
  }

  public Long getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  /** Returns what makes it the only one of its kind, for example {@code ready/17}. */
  public String getKey() {
    return key;
  }

  public Kind getKind() {
    return kind;
  }

  public Channel getChannel() {
    return channel;
  }

  /** Returns who is told, or null for what goes to the staff. */
  public Customer getCustomer() {
    return customer;
  }

  /** Returns the phone in E.164 or the mailbox it goes to, as it was when it was written. */
  public String getRecipient() {
    return recipient;
  }

  /** Returns the subject of a mail, or null. */
  public String getSubject() {
    return subject;
  }

  public String getBody() {
    return body;
  }

  public State getState() {
    return state;
  }

  /** Returns how often it was tried. */
  public int getAttempts() {
    return attempts;
  }

  /** Returns why the newest attempt failed, or null. */
  public String getLastError() {
    return lastError;
  }

  public Instant getWrittenAt() {
    return writtenAt;
  }

  public Instant getNextAttemptAt() {
    return nextAttemptAt;
  }

  /** Returns when it is too late for it. */
  public Instant getExpiresAt() {
    return expiresAt;
  }

  public Instant getStateSince() {
    return stateSince;
  }
}
