package tn.ecar.batch.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import tn.ecar.garage.persistence.PoolResources;

/**
 * The samples in PostgreSQL: written by the job, read by {@link PoolAuditReport}, deleted when they
 * are old. A reading that fails half way leaves nothing, because the caller's transaction is joined
 * (and one is begun where there is none).
 */
@ApplicationScoped
@Transactional(rollbackOn = Exception.class)
public class PoolSamples {
  private static final String INSERT_AUDIT =
      """
      INSERT INTO pool_audit (taken_at, server, max_clients, used_clients, free_clients,
        login_clients, used_servers, free_servers)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String INSERT_POOL =
      """
      INSERT INTO pool_sample (taken_at, server, database_name, user_name, pool_mode, cl_active,
        cl_waiting, sv_active, sv_idle, sv_used, sv_tested, sv_login, maxwait_us, pool_size,
        reserve_pool_size, max_connections, longest_hold_us, longest_holder)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String INSERT_DATABASE =
      """
      INSERT INTO pool_database_sample (taken_at, server, database_name, assignments, transactions,
        queries, received, sent, xact_time_us, query_time_us, wait_time_us, logins)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String SEE_USER =
      """
      INSERT INTO credential (user_name, first_seen_at) VALUES (?, now())
      ON CONFLICT (user_name) DO NOTHING
      """;
  private static final String DAYS_AHEAD = "SELECT pool_audit_days(?, ?)";
  private static final String FORGET = "SELECT pool_audit_forget(?)";

  /** So many days are made ahead: a garage that is closed for a long weekend misses none. */
  private static final int AHEAD = 3;

  private final Supplier<DataSource> garage;

  /** Stores in the garage's database, through the pool. */
  public PoolSamples() {
    this(PoolResources::garage);
  }

  PoolSamples(Supplier<DataSource> garage) {
    this.garage = garage;
  }

  /**
   * Stores one reading.
   *
   * @throws SQLException when the database refuses it; nothing of it is stored then
   */
  public void store(ConsoleReading reading) throws SQLException {
    try (Connection connection = garage.get().getConnection()) {
      makeDays(connection, reading.takenAt());
      insertAudit(connection, reading);
      try (PreparedStatement insert = connection.prepareStatement(INSERT_POOL)) {
        for (ConsoleReading.PoolFigures pool : reading.pools()) {
          addPool(insert, reading, pool);
        }
        insert.executeBatch();
      }
      try (PreparedStatement insert = connection.prepareStatement(INSERT_DATABASE)) {
        for (ConsoleReading.DatabaseCounters database : reading.databases()) {
          addDatabase(insert, reading, database);
        }
        insert.executeBatch();
      }
      DetailRows.store(connection, reading);
      seeUsers(connection, reading);
    }
  }

  // The age of a secret that nobody has rotated counts from here. In the order of names, since two
  // servers may see the same new users at the same moment.
  private static void seeUsers(Connection connection, ConsoleReading reading) throws SQLException {
    Set<String> users = new TreeSet<>();
    reading.pools().forEach(pool -> users.add(pool.user()));
    try (PreparedStatement insert = connection.prepareStatement(SEE_USER)) {
      for (String user : users) {
        insert.setString(1, user);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  // A look for what is there already costs no lock.
  private static void makeDays(Connection connection, Instant at) throws SQLException {
    LocalDate day = at.atZone(ZoneOffset.UTC).toLocalDate();
    try (PreparedStatement make = connection.prepareStatement(DAYS_AHEAD)) {
      make.setObject(1, day);
      make.setObject(2, day.plusDays(AHEAD));
      make.execute();
    }
  }

  /**
   * Drops the days that ended before a moment.
   *
   * @return how many tables were dropped
   */
  public int forgetBefore(Instant oldest) throws SQLException {
    try (Connection connection = garage.get().getConnection();
        PreparedStatement forget = connection.prepareStatement(FORGET)) {
      forget.setObject(1, timestamp(oldest));
      try (ResultSet dropped = forget.executeQuery()) {
        dropped.next();
        return dropped.getInt(1);
      }
    }
  }

  static OffsetDateTime timestamp(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static void insertAudit(Connection connection, ConsoleReading reading)
      throws SQLException {
    ConsoleReading.Totals totals = reading.totals();
    try (PreparedStatement insert = connection.prepareStatement(INSERT_AUDIT)) {
      insert.setObject(1, timestamp(reading.takenAt()));
      insert.setString(2, reading.server());
      insert.setInt(3, totals.maxClients());
      insert.setInt(4, totals.usedClients());
      insert.setInt(5, totals.freeClients());
      insert.setInt(6, totals.loginClients());
      insert.setInt(7, totals.usedServers());
      insert.setInt(8, totals.freeServers());
      insert.executeUpdate();
    }
  }

  private static void addPool(
      PreparedStatement insert, ConsoleReading reading, ConsoleReading.PoolFigures pool)
      throws SQLException {
    insert.setObject(1, timestamp(reading.takenAt()));
    insert.setString(2, reading.server());
    insert.setString(3, pool.database());
    insert.setString(4, pool.user());
    insert.setString(5, pool.poolMode());
    insert.setInt(6, pool.clientsActive());
    insert.setInt(7, pool.clientsWaiting());
    insert.setInt(8, pool.serversActive());
    insert.setInt(9, pool.serversIdle());
    insert.setInt(10, pool.serversUsed());
    insert.setInt(11, pool.serversTested());
    insert.setInt(12, pool.serversLogin());
    insert.setLong(13, micros(pool.maxwait()));
    insert.setInt(14, pool.poolSize());
    insert.setInt(15, pool.reservePoolSize());
    insert.setInt(16, pool.maxConnections());
    insert.setLong(17, micros(pool.longestHold()));
    insert.setString(18, pool.longestHolder());
    insert.addBatch();
  }

  private static void addDatabase(
      PreparedStatement insert, ConsoleReading reading, ConsoleReading.DatabaseCounters database)
      throws SQLException {
    insert.setObject(1, timestamp(reading.takenAt()));
    insert.setString(2, reading.server());
    insert.setString(3, database.database());
    insert.setLong(4, database.assignments());
    insert.setLong(5, database.transactions());
    insert.setLong(6, database.queries());
    insert.setLong(7, database.received());
    insert.setLong(8, database.sent());
    insert.setLong(9, micros(database.transactionTime()));
    insert.setLong(10, micros(database.queryTime()));
    insert.setLong(11, micros(database.waitTime()));
    insert.setLong(12, database.logins());
    insert.addBatch();
  }

  private static long micros(Duration duration) {
    return TimeUnit.MICROSECONDS.convert(duration);
  }
}
