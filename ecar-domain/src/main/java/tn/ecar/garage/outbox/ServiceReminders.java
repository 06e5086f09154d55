package tn.ecar.garage.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tn.ecar.garage.audit.Caller;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.persistence.TransactionSql;
import tn.ecar.garage.upkeep.Forecast;

/**
 * Reminds the owners of many vehicles of the services that are due within two weeks, or became due
 * in the two weeks before, when perhaps nobody ran this. It goes over the vehicles by the block: a
 * block's predictions are made anew where they are out of date, and its reminders written, in one
 * transaction. A reminder's key holds vehicle, interval and what it is due for, so it is written
 * once for each time a service becomes due, however often and from wherever this is run.
 */
@ApplicationScoped
@Transactional
public class ServiceReminders {
  private static final Period AHEAD = Period.ofDays(14);
  private static final Period BEHIND = Period.ofDays(14);
  private static final Period HOLDS = Period.ofDays(30);

  private static final String RANGES =
      """
      select min(id), max(id) from (select id, ntile(?) over (order by id) as part
        from vehicle where active) v group by part order by part
      """;
  private static final String BLOCK =
      "select id from vehicle where active and id between ? and ? order by id limit ?";
  // Predictions and messages are looked up one by one in a form that leaves no other choice: a run
  // fills both faster than PostgreSQL counts them. What was given up before its time was given up
  // because the service was done; where that does not count any more, its order was cancelled.
  private static final String DUE =
      """
      select * from (
        select v.id, v.plate, c.id as customer, c.phone, c.language, p.name, p.due_on,
          'service/' || p.vehicle_id || '/' || p.name || '/'
            || coalesce(p.due_km::text, p.due_on::text) as message_key
        from unnest(?::bigint[]) as wanted (id) cross join lateral (
            select * from service_prediction s where s.vehicle_id = wanted.id offset 0) p
          join vehicle v on v.id = p.vehicle_id
          join customer c on c.id = v.customer_id
        where v.active and not c.archived and p.due_on between ? and ?) due
      where (select m.id from message m where m.message_key = due.message_key
        and not (m.state = 'EXPIRED' and m.expires_at > ? and not exists (
          select from service_done s
          where s.vehicle_id = due.id and lower(s.name) = lower(due.name)
            and s.done_on >= cast(m.written_at at time zone ? as date) offset 0))) is null
      """;
  // What nextval gives is the last of a block of fifty that is then ours alone.
  private static final String WRITE =
      """
      with written as (
        insert into message (id, version, message_key, kind, channel, customer_id, recipient, body,
          state, written_at, next_attempt_at, expires_at, state_since)
        select nextval('message_id'), 1, r.message_key, 'SERVICE', 'SMS', r.customer, r.phone,
          r.body, 'WAITING', at, at, until, at
        from unnest(?::text[], ?::bigint[], ?::text[], ?::text[])
            as r (message_key, customer, phone, body),
          (values (?::timestamptz, ?::timestamptz)) as t (at, until)
        on conflict (message_key) do update set version = message.version + 1,
          customer_id = excluded.customer_id, recipient = excluded.recipient,
          body = excluded.body, state = 'WAITING', attempts = 0, written_at = excluded.written_at,
          next_attempt_at = excluded.next_attempt_at, expires_at = excluded.expires_at,
          state_since = excluded.state_since
        where message.state = 'EXPIRED' and message.expires_at > excluded.written_at
        returning id, message_key)
      insert into audit_entry (id, happened_at, who, action, subject_kind, subject_id, state_after)
      select nextval('audit_entry_id'), ?, ?, 'message.written', 'message', id, message_key
      from written
      """;

  private final EntityManager em;
  private final Clock clock;
  private final Caller caller;
  private final Forecast forecast;

  @Inject
  public ServiceReminders(EntityManager em, Clock clock, Caller caller, Forecast forecast) {
    this.em = em;
    this.clock = clock;
    this.caller = caller;
    this.forecast = forecast;
  }

  /** For the container's client proxy. */
  protected ServiceReminders() {
    this(null, null, null, null);
  }

  /** Returns how many active vehicles there are. */
  public long vehicles() {
    return em.createQuery("select count(v) from Vehicle v where v.active = true", Long.class)
        .getSingleResult();
  }

  /** Splits the active vehicles into so many shares of the same size, or fewer. */
  public List<VehicleRange> split(int parts) {
    return TransactionSql.run(
        em,
        connection -> {
          List<VehicleRange> ranges = new ArrayList<>();
          try (PreparedStatement select = connection.prepareStatement(RANGES)) {
            select.setInt(1, parts);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                ranges.add(new VehicleRange(row.getLong(1), row.getLong(2)));
              }
            }
          }
          return ranges;
        });
  }

  /** Returns the first vehicles of a range, by identity; none when there are none left. */
  public List<Long> block(VehicleRange range, int most) {
    return TransactionSql.run(
        em,
        connection -> {
          List<Long> ids = new ArrayList<>();
          try (PreparedStatement select = connection.prepareStatement(BLOCK)) {
            select.setLong(1, range.first());
            select.setLong(2, range.last());
            select.setInt(3, most);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                ids.add(row.getLong(1));
              }
            }
          }
          return ids;
        });
  }

  /**
   * Predicts anew what is out of date and writes the reminders of these vehicles, in the running
   * transaction.
   *
   * @return how many reminders were written
   */
  public int write(Collection<Long> vehicleIds) {
    forecast.refresh(vehicleIds);
    return TransactionSql.run(em, connection -> write(connection, vehicleIds));
  }

  private int write(Connection connection, Collection<Long> vehicleIds) throws SQLException {
    LocalDate today = LocalDate.now(clock);
    List<String> keys = new ArrayList<>();
    List<Long> customers = new ArrayList<>();
    List<String> phones = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    String garage = garage();
    try (PreparedStatement select = connection.prepareStatement(DUE)) {
      select.setArray(1, connection.createArrayOf("bigint", vehicleIds.toArray()));
      select.setObject(2, today.minus(BEHIND));
      select.setObject(3, today.plus(AHEAD));
      select.setObject(4, utc(clock.instant()));
      select.setString(5, clock.getZone().getId());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          keys.add(row.getString("message_key"));
          customers.add(row.getLong("customer"));
          phones.add(row.getString("phone"));
          texts.add(
              MessageTexts.service(
                  Customer.Language.valueOf(row.getString("language")),
                  row.getString("plate"),
                  row.getString("name"),
                  row.getObject("due_on", LocalDate.class),
                  garage));
        }
      }
    }
    return keys.isEmpty() ? 0 : insert(connection, keys, customers, phones, texts);
  }

  private int insert(
      Connection connection,
      List<String> keys,
      List<Long> customers,
      List<String> phones,
      List<String> texts)
      throws SQLException {
    Instant now = clock.instant();
    Array ofCustomers = connection.createArrayOf("bigint", customers.toArray());
    try (PreparedStatement insert = connection.prepareStatement(WRITE)) {
      insert.setArray(1, connection.createArrayOf("text", keys.toArray()));
      insert.setArray(2, ofCustomers);
      insert.setArray(3, connection.createArrayOf("text", phones.toArray()));
      insert.setArray(4, connection.createArrayOf("text", texts.toArray()));
      insert.setObject(5, utc(now));
      insert.setObject(6, utc(now.atZone(clock.getZone()).plus(HOLDS).toInstant()));
      insert.setObject(7, utc(now));
      insert.setString(8, caller.name());
      return insert.executeUpdate();
    }
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private String garage() {
    return em.createQuery("select s.name from Seller s", String.class).getSingleResult();
  }
}
