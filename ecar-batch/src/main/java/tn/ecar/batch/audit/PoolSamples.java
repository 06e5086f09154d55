package tn.ecar.batch.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
      """;
  private static final String INSERT_POOL =
      """
      INSERT INTO pool_sample (audit_id, database_name, user_name, pool_mode, cl_active,
        cl_waiting, sv_active, sv_idle, sv_used, sv_tested, sv_login, maxwait_us, pool_size,
        reserve_pool_size, max_connections)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String INSERT_DATABASE =
      """
      INSERT INTO pool_database_sample (audit_id, database_name, assignments, transactions,
        queries, received, sent, xact_time_us, query_time_us, wait_time_us, logins)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String DELETE = "DELETE FROM pool_audit WHERE taken_at < ?";

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
      long audit = insertAudit(connection, reading);
      try (PreparedStatement insert = connection.prepareStatement(INSERT_POOL)) {
        for (ConsoleReading.PoolFigures pool : reading.pools()) {
          addPool(insert, audit, pool);
        }
        insert.executeBatch();
      }
      try (PreparedStatement insert = connection.prepareStatement(INSERT_DATABASE)) {
        for (ConsoleReading.DatabaseCounters database : reading.databases()) {
          addDatabase(insert, audit, database);
        }
        insert.executeBatch();
      }
    }
  }

  /**
   * Deletes every reading taken before a moment.
   *
   * @return how many readings there were
   */
  public int forgetBefore(Instant oldest) throws SQLException {
    try (Connection connection = garage.get().getConnection();
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      delete.setObject(1, timestamp(oldest));
      return delete.executeUpdate();
    }
  }

  static OffsetDateTime timestamp(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static long insertAudit(Connection connection, ConsoleReading reading)
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
      try (ResultSet id = insert.executeQuery()) {
        id.next();
        return id.getLong(1);
      }
    }
  }

  private static void addPool(PreparedStatement insert, long audit, ConsoleReading.PoolFigures pool)
      throws SQLException {
    insert.setLong(1, audit);
    insert.setString(2, pool.database());
    insert.setString(3, pool.user());
    insert.setString(4, pool.poolMode());
    insert.setInt(5, pool.clientsActive());
    insert.setInt(6, pool.clientsWaiting());
    insert.setInt(7, pool.serversActive());
    insert.setInt(8, pool.serversIdle());
    insert.setInt(9, pool.serversUsed());
    insert.setInt(10, pool.serversTested());
    insert.setInt(11, pool.serversLogin());
    insert.setLong(12, micros(pool.maxwait()));
    insert.setInt(13, pool.poolSize());
    insert.setInt(14, pool.reservePoolSize());
    insert.setInt(15, pool.maxConnections());
    insert.addBatch();
  }

  private static void addDatabase(
      PreparedStatement insert, long audit, ConsoleReading.DatabaseCounters database)
      throws SQLException {
    insert.setLong(1, audit);
    insert.setString(2, database.database());
    insert.setLong(3, database.assignments());
    insert.setLong(4, database.transactions());
    insert.setLong(5, database.queries());
    insert.setLong(6, database.received());
    insert.setLong(7, database.sent());
    insert.setLong(8, micros(database.transactionTime()));
    insert.setLong(9, micros(database.queryTime()));
    insert.setLong(10, micros(database.waitTime()));
    insert.setLong(11, database.logins());
    insert.addBatch();
  }

  private static long micros(Duration duration) {
    return TimeUnit.MICROSECONDS.convert(duration);
  }
}
