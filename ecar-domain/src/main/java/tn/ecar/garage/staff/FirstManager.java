package tn.ecar.garage.staff;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Opens the first account of an empty garage, so that somebody can sign in and open the others. It
 * is the manager and, until there is one, the operator too. Its password is made here, returned
 * once, and known to nobody else.
 */
public final class FirstManager {
  /** The login of the first account. */
  public static final String LOGIN = "manager";

  private FirstManager() {}

  /**
   * Opens the account when there is none at all. Commits nothing: the connection's own mode
   * decides.
   *
   * @param connection an ordinary connection to the migrated schema, in or out of autocommit
   * @return the clear password, or empty if the garage has accounts already
   */
  public static Optional<String> create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet accounts = statement.executeQuery("select exists (select from staff_account)")) {
      accounts.next();
      if (accounts.getBoolean(1)) {
        return Optional.empty();
      }
    }
    String password = GeneratedPassword.next();
    String sql =
        """
        with opened as (
          insert into staff_account (id, version, login, display_name, roles, password_hash, enabled)
          values (nextval('staff_account_id'), 1, ?, 'Gérant', 'manager,operator', ?, true)
          returning id)
        insert into audit_entry (id, happened_at, who, action, subject_kind, subject_id, state_after)
        select nextval('audit_entry_id'), now(), 'system', 'staff.opened', 'staff', id, 'first manager' from opened
        """;
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, LOGIN);
      insert.setString(2, PasswordHash.of(password).encoded());
      insert.executeUpdate();
    }
    return Optional.of(password);
  }
}
