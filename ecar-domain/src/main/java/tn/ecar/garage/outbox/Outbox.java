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
import java.time.LocalDate;
import java.time.LocalDateTime;
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
  private static final Duration A_MONTH = Duration.ofDays(30);
  private static final Map<String, String> SORTS =
      Map.of("writtenAt", "m.writtenAt", "state", "m.state", "customerName", "c.name");

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

  /** Tells that a vehicle can be fetched; once for each order. */
  public void ready(Long orderId, String plate, Customer customer) {
    String text = MessageTexts.ready(customer.getLanguage(), plate, garage());
    write("ready/" + orderId, Message.Kind.READY, customer, text, FRESH);
  }

  /**
   * Tells that a service is due; once for each time it becomes due.
   *
   * @param key what it is due for the only time, for example the reading
   */
  boolean service(String key, String plate, Customer customer, String service, LocalDate day) {
    String text = MessageTexts.service(customer.getLanguage(), plate, service, day, garage());
    return write("service/" + key, Message.Kind.SERVICE, customer, text, A_MONTH);
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

  private String garage() {
    return em.createQuery("select s.name from Seller s", String.class).getSingleResult();
  }

  private boolean write(
      String key, Message.Kind kind, Customer customer, String text, Duration holds) {
    if (holds.isNegative() || holds.isZero() || isWritten(key)) {
      return false;
    }
    Instant now = clock.instant();
    Message message = new Message(key, kind, customer, text, now, now.plus(holds));
    em.persist(message);
    audit.record("message.written", KIND, message.getId(), null, key);
    Changes.flush(em);
    return true;
  }

  private boolean isWritten(String key) {
    return em.createQuery("select count(m) from Message m where m.key = :key", Long.class)
            .setParameter("key", key)
            .getSingleResult()
        > 0;
  }

  /**
   * Takes the message that has waited longest and begins an attempt. Two senders never take the
   * same one: a locked row is passed over.
   */
  Optional<Message> take() {
    Timestamp now = Timestamp.from(clock.instant());
    List<?> ids =
        em.createNativeQuery(
                "select id from message where state = 'WAITING' and next_attempt_at <= ?1 and"
                    + " expires_at > ?1 order by next_attempt_at, id limit 1 for update skip"
                    + " locked")
            .setParameter(1, now)
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

  /** Gives up what nobody needs to know any more; returns how many. One statement. */
  int expire() {
    return em.createQuery(
            "update Message m set m.state = tn.ecar.garage.outbox.Message.State.EXPIRED,"
                + " m.stateSince = :now, m.version = m.version + 1 where m.state ="
                + " tn.ecar.garage.outbox.Message.State.WAITING and m.expiresAt <= :now")
        .setParameter("now", clock.instant())
        .executeUpdate();
  }

  /**
   * Lets a dead or expired message be tried again.
   *
   * @throws tn.ecar.garage.Conflict if it waits or was sent
   */
  public Message revive(long id) {
    Message message = locked(id);
    String before = message.getState().name();
    message.revive(clock.instant(), clock.instant().plus(FRESH));
    audit.record("message.revived", KIND, id, before, message.getState().name());
    Changes.flush(em);
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
        "select new tn.ecar.garage.outbox.MessageRow(m.id, m.kind, m.state, c.id, c.name,"
            + " m.recipient, m.body, m.attempts, m.lastError, m.writtenAt)";
    String from = " from Message m join m.customer c where (:every = true or m.state = :state)";
    return Lists.of(em, MessageRow.class, select, from)
        .with("every", state == null)
        .with("state", state == null ? Message.State.WAITING : state)
        .sorted(SORTS, "m.writtenAt desc", "m.id")
        .page(page);
  }
}
