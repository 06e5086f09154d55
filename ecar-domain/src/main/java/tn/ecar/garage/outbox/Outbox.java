package tn.ecar.garage.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.persistence.Lists;

/**
 * Where messages wait. Writing one sends nothing: it takes part in the transaction of what it
 * tells. Sending takes one at a time, in transactions of its own, see {@link OutboxDispatch}.
 */
@ApplicationScoped
@Transactional
public class Outbox {
  private static final String KIND = "message";
  private static final Duration FRESH = Duration.ofDays(3);
  private static final Map<String, String> SORTS =
      Map.of("writtenAt", "m.writtenAt", "state", "m.state", "customerName", "c.name");

  // A message tells in its key what it was written for.
  private static final String EXPIRE =
      """
      update message m set state = 'EXPIRED', state_since = ?1, version = version + 1
      where state = 'WAITING' and (expires_at <= ?1 or case kind
        when 'READY' then not exists (select from work_order o
          where o.id = cast(split_part(m.message_key, '/', 2) as bigint) and o.state = 'READY')
        when 'APPOINTMENT' then not exists (select from appointment a
          where a.id = cast(split_part(m.message_key, '/', 2) as bigint) and a.state = 'BOOKED'
            and a.starts_at = cast(split_part(m.message_key, '/', 3) as timestamptz))
        when 'OVERDUE' then not exists (select from receivable r
          where r.invoice_id = cast(split_part(m.message_key, '/', 2) as bigint)
            and r.total - r.credited - r.settled > 0)
        when 'SERVICE' then exists (select from service_done s
          where s.vehicle_id = cast(split_part(m.message_key, '/', 2) as bigint)
            and lower(s.name) = lower(substring(m.message_key from '^service/[0-9]+/(.*)/[^/]*$'))
            and s.done_on >= cast(m.written_at at time zone ?2 as date))
        else false end)
      """;

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;

  @Inject
  public Outbox(EntityManager em, Clock clock, AuditLog audit) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
  }

  /** For the container's client proxy. */
  protected Outbox() {
    this(null, null, null);
  }

  /**
   * Tells that a vehicle can be fetched; once for each order, but again what was given up because
   * the order went back to work before it was sent.
   */
  public void ready(Long orderId, String plate, Customer customer) {
    String text = MessageTexts.ready(customer.getLanguage(), plate, garage());
    write("ready/" + orderId, Message.Kind.READY, customer, text, FRESH);
  }

  /** Tells of an appointment that is near; once for each time it is moved to. */
  boolean appointment(Long id, String plate, Customer customer, Instant start) {
    String text =
        MessageTexts.appointment(
            customer.getLanguage(),
            plate,
            LocalDateTime.ofInstant(start, clock.getZone()),
            garage());
    Duration untilThen = Duration.between(clock.instant(), start);
    String key = "appointment/" + id + "/" + start;
    return write(key, Message.Kind.APPOINTMENT, customer, text, untilThen);
  }

  /**
   * Writes a customer what somebody of the staff has to say.
   *
   * @throws tn.ecar.garage.RuleViolation if the text is missing or has more than 600 characters
   */
  public Message word(long customerId, String text) {
    Customer customer = em.find(Customer.class, customerId);
    if (customer == null) {
      throw new NotFound("customer", customerId);
    }
    Message message =
        new Message(
            "word/" + UUID.randomUUID(),
            Message.Kind.WORD,
            customer,
            text,
            clock.instant(),
            clock.instant().plus(FRESH));
    em.persist(message);
    audit.record("message.written", KIND, message.getId(), null, message.getRecipient());
    Changes.flush(em);
    return message;
  }

  String garage() {
    return em.createQuery("select s.name from Seller s", String.class).getSingleResult();
  }

  boolean write(String key, Message.Kind kind, Customer customer, String text, Duration holds) {
    if (holds.isNegative() || holds.isZero()) {
      return false;
    }
    Instant now = clock.instant();
    Optional<Message> before = written(key);
    if (before.isPresent()) {
      return holdsAgain(before.get(), customer, text, now.plus(holds));
    }
    Message message = new Message(key, kind, customer, text, now, now.plus(holds));
    em.persist(message);
    audit.record("message.written", KIND, message.getId(), null, key);
    Changes.flush(em);
    return true;
  }

  private Optional<Message> written(String key) {
    return em.createQuery("select m from Message m where m.key = :key", Message.class)
        .setParameter("key", key)
        .getResultStream()
        .findFirst();
  }

  /**
   * What was given up because it was not so any more is sent after all once it is so again, as it
   * is by now. What is owed goes on being so: of that, also what nobody could be told.
   */
  private boolean holdsAgain(Message message, Customer customer, String text, Instant until) {
    boolean lost =
        message.getState() == Message.State.DEAD && message.getKind() == Message.Kind.OVERDUE;
    if (message.getState() != Message.State.EXPIRED && !lost) {
      return false;
    }
    String before = message.getState().name();
    message.writeAnew(customer, text, clock.instant(), until);
    revived(message, before);
    return true;
  }

  private void revive(Message message, Instant until) {
    String before = message.getState().name();
    message.revive(clock.instant(), until);
    revived(message, before);
  }

  private void revived(Message message, String before) {
    audit.record("message.revived", KIND, message.getId(), before, message.getState().name());
    Changes.flush(em);
  }

  /**
   * Writes a mail to the staff.
   *
   * @param key what makes it the only one of its kind; the same key writes nothing a second time
   * @param holds how long it is worth sending
   * @return whether it was written now
   * @throws tn.ecar.garage.RuleViolation if the subject or the text is missing or too long
   */
  public boolean mail(
      String key,
      Message.Kind kind,
      MailAddress to,
      String subject,
      String text,
      Duration holds,
      List<MailFile> files) {
    if (written(key).isPresent()) {
      return false;
    }
    Instant now = clock.instant();
    Message message = new Message(key, kind, to, subject, text, now, now.plus(holds));
    em.persist(message);
    audit.record("message.written", KIND, message.getId(), null, key);
    Changes.flush(em);
    for (int i = 0; i < files.size(); i++) {
      MailFile file = files.get(i);
      em.createNativeQuery(
              "insert into message_attachment (message_id, position, file_name, media_type, sha256,"
                  + " data) values (?1, ?2, ?3, ?4, ?5, ?6)")
          .setParameter(1, message.getId())
          .setParameter(2, i)
          .setParameter(3, file.name())
          .setParameter(4, file.mediaType())
          .setParameter(5, file.sha256())
          .setParameter(6, file.data())
          .executeUpdate();
    }
    return true;
  }

  /** Returns the files that go with a message, in their order; one statement. */
  List<MailFile> files(long id) {
    List<?> rows =
        em.createNativeQuery(
                "select file_name, media_type, data from message_attachment where message_id = ?1"
                    + " order by position")
            .setParameter(1, id)
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(row -> new MailFile((String) row[0], (String) row[1], (byte[]) row[2]))
        .toList();
  }

  /**
   * Takes the message that has waited longest and begins an attempt. Two senders never take the
   * same one: a locked row is passed over.
   *
   * @param channels only what goes one of these ways
   */
  Optional<Message> take(Collection<Message.Channel> channels) {
    Timestamp now = Timestamp.from(clock.instant());
    List<?> ids =
        em.createNativeQuery(
                "select id from message where state = 'WAITING' and next_attempt_at <= ?1 and"
                    + " expires_at > ?1 and channel = any (string_to_array(?2, ',')) order by"
                    + " next_attempt_at, id limit 1 for update skip locked")
            .setParameter(1, now)
            .setParameter(2, String.join(",", channels.stream().map(Enum::name).toList()))
            .getResultList();
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    Message message =
        em.find(Message.class, ((Number) ids.get(0)).longValue(), LockModeType.PESSIMISTIC_WRITE);
    message.attempt(clock.instant());
    Changes.flush(em);
    return Optional.of(message);
  }

  void sent(long id) {
    Message message = locked(id);
    message.sent(clock.instant());
    audit.record("message.sent", KIND, id, null, message.getKey());
    Changes.flush(em);
  }

  void failed(long id, String error) {
    Message message = locked(id);
    message.failed(error, clock.instant());
    if (message.getState() == Message.State.DEAD) {
      audit.record("message.dead", KIND, id, null, message.getLastError());
    }
    Changes.flush(em);
  }

  /**
   * Gives up what nobody needs to know any more: what is too old, and what is not so any more, such
   * as the reminder of an invoice that was paid meanwhile. Returns how many. One statement.
   */
  int expire() {
    return em.createNativeQuery(EXPIRE)
        .setParameter(1, Timestamp.from(clock.instant()))
        .setParameter(2, clock.getZone().getId())
        .executeUpdate();
  }

  /**
   * Lets a dead or expired message be tried again.
   *
   * @throws tn.ecar.garage.Conflict if it waits or was sent
   */
  public Message revive(long id) {
    Message message = locked(id);
    revive(message, clock.instant().plus(FRESH));
    return message;
  }

  private Message locked(long id) {
    Message message = em.find(Message.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (message == null) {
      throw new NotFound(KIND, id);
    }
    return message;
  }

  /**
   * Returns the messages, newest first, or sorted by {@code writtenAt}, {@code state}, {@code
   * customerName}. Two statements.
   *
   * @param state null for every state
   */
  public Page<MessageRow> page(Message.State state, PageRequest page) {
    String select =
        "select new tn.ecar.garage.outbox.MessageRow(m.id, m.kind, m.state, m.channel, c.id,"
            + " c.name, m.recipient, m.subject, m.body, m.attempts, m.lastError, m.writtenAt)";
    return Lists.of(em, MessageRow.class, select, " from Message m left join m.customer c")
        .where("m.state = :state", "state", state)
        .enumerated("state", Message.State.class)
        .sorted(SORTS, "m.writtenAt desc", "m.id")
        .page(page);
  }
}
