package tn.ecar.launch.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import tn.ecar.launch.Refusal;
import tn.ecar.launch.Secret;

/**
 * One way into one database, without a pool between.
 *
 * @param host name or address of PostgreSQL
 * @param database as PostgreSQL calls it
 */
public record Login(String host, int port, String database, String user, Secret password) {
  private static final int CONNECT_SECONDS = 10;

  /** Connections that the launcher opens for itself; each is a new one. */
  public DataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {host});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(database);
    source.setUser(user);
    source.setPassword(password.clear());
    source.setApplicationName("ecar_launcher");
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setLoginTimeout(CONNECT_SECONDS);
    return source;
  }

  /**
   * Opens a connection.
   *
   * @throws Refusal saying why this database does not let us in, and what to do
   */
  public Connection open() throws Refusal {
    try {
      return dataSource().getConnection();
    } catch (SQLException e) {
      throw refusal(e);
    }
  }

  /** The same with another secret. */
  Login with(Secret other) {
    return new Login(host, port, database, user, other);
  }

  /** Why this database does not let us in, and what to do. */
  Refusal refusal(SQLException e) {
    return new Refusal(sentence(e), e);
  }

  private String sentence(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String where = "PostgreSQL at " + host + ":" + port;
    return switch (state) {
      case "28P01", "28000" ->
          where
              + " refuses the login of "
              + user
              + " to database "
              + database
              + ": check PGUSER and PGPASSWORD (or user= and password= in [databases]) and its"
              + " pg_hba.conf.";
      case "3D000" ->
          where + " has no database " + database + ": create it, or name another with PGDATABASE.";
      case "53300" -> where + " has no connection left: raise its max_connections or free some.";
      case "57P03" -> where + " is still starting or is shutting down: try again in a moment.";
      default ->
          where
              + " cannot be reached ("
              + firstLine(e)
              + "): check that it runs, and PGHOST and PGPORT (or host= and port= in [databases]).";
    };
  }

  private static String firstLine(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.lines().findFirst().orElse("").replaceAll("[.\\s]+$", "");
  }
}
