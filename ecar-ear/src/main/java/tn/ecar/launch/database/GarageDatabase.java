package tn.ecar.launch.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import tn.ecar.launch.Home;
import tn.ecar.launch.Refusal;
import tn.ecar.launch.Secret;
import tn.ecar.launch.postgres.EmbeddedPostgres;

/**
 * The garage's database and the two logins into it: the owner of the schema, who migrates it, and
 * the one of the batch runtime's job repository, which stands outside the pool and has a schema of
 * its own.
 *
 * @param owner who migrates, without the pool
 * @param batch the job repository's login
 * @param backup who dumps the database and restores the dump into a scratch one
 * @param environment what the pool and the garage read from theirs; an empty value takes a variable
 *     away
 */
public record GarageDatabase(
    Login owner, Login batch, Login backup, Map<String, String> environment) {
  /** Name of database and role, as in the garage's own settings. */
  public static final String DATABASE = "ecar_db";

  public static final String ROLE = "ecar_user";
  public static final String BATCH_ROLE = "ecar_batch";
  public static final String BACKUP_ROLE = "ecar_backup";
  private static final String HOST = "127.0.0.1";

  /**
   * The database inside the embedded PostgreSQL; roles, database and secrets are made where they
   * are missing, so that a first run that was interrupted is finished by the second.
   */
  public static GarageDatabase inside(EmbeddedPostgres postgres, Home home)
      throws Refusal, IOException {
    Secret garageSecret = Secret.keptIn(home.secrets().resolve("garage"));
    Secret batchSecret = Secret.keptIn(home.secrets().resolve("batch"));
    Secret backupSecret = Secret.keptIn(home.secrets().resolve("backup"));
    Login superuser =
        new Login(
            HOST,
            postgres.port(),
            "postgres",
            EmbeddedPostgres.SUPERUSER,
            postgres.superuserSecret());
    try (Connection connection = superuser.open()) {
      role(connection, ROLE, garageSecret);
      role(connection, BATCH_ROLE, batchSecret);
      role(connection, BACKUP_ROLE, backupSecret);
      // It reads everything, and makes the scratch databases in which a dump is tried.
      execute(connection, "ALTER ROLE " + BACKUP_ROLE + " CREATEDB");
      execute(connection, "GRANT pg_read_all_data TO " + BACKUP_ROLE);
      if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", DATABASE)) {
        execute(connection, "CREATE DATABASE " + DATABASE + " OWNER " + ROLE);
      }
    } catch (SQLException e) {
      throw new Refusal("The embedded PostgreSQL refuses its roles: " + e.getMessage() + ".", e);
    }
    Login inGarage =
        new Login(
            HOST,
            postgres.port(),
            DATABASE,
            EmbeddedPostgres.SUPERUSER,
            postgres.superuserSecret());
    try (Connection connection = inGarage.open()) {
      execute(
          connection, "CREATE SCHEMA IF NOT EXISTS " + BATCH_ROLE + " AUTHORIZATION " + BATCH_ROLE);
    } catch (SQLException e) {
      throw new Refusal(
          "The schema of the batch runtime cannot be made: " + e.getMessage() + ".", e);
    }
    RotatedSecrets rotated = new RotatedSecrets(PoolUserlist.file(home), ROLE);
    Login owner = rotated.opening(new Login(HOST, postgres.port(), DATABASE, ROLE, garageSecret));
    Login batch = new Login(HOST, postgres.port(), DATABASE, BATCH_ROLE, batchSecret);
    Login backup = new Login(HOST, postgres.port(), DATABASE, BACKUP_ROLE, backupSecret);
    return new GarageDatabase(
        owner, batch, backup, environment(owner, rotated.newest(owner.password()), home));
  }

  private static Map<String, String> environment(Login owner, Secret proof, Home home)
      throws IOException {
    return Map.ofEntries(
        Map.entry("PGHOST", owner.host()),
        Map.entry("PGPORT", Integer.toString(owner.port())),
        Map.entry("PGDATABASE", owner.database()),
        Map.entry("PGUSER", ""),
        Map.entry("PGPASSWORD", ""),
        Map.entry("DB_NAME", DATABASE),
        Map.entry("DB_USER", ROLE),
        Map.entry("DB_PASSWORD", proof.clear()),
        Map.entry("ECAR_POOL_ADMIN_USERS", PoolUserlist.OPERATOR),
        Map.entry("ECAR_POOL_AUTH_SEVERAL_SECRETS", "1"),
        Map.entry(
            "ECAR_POOL_AUTH_FILE", PoolUserlist.write(home, ROLE, owner.password()).toString()));
  }

  @Override
  public String toString() {
    return owner.toString();
  }

  private static void role(Connection connection, String name, Secret secret) throws SQLException {
    if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", name)) {
      execute(connection, "CREATE ROLE " + name + " LOGIN PASSWORD '" + secret.clear() + "'");
    }
  }

  private static boolean exists(Connection connection, String query, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
