package tn.ecar.launch.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.flywaydb.core.api.FlywayException;
import tn.ecar.garage.schema.Schema;
import tn.ecar.garage.staff.FirstManager;
import tn.ecar.launch.Refusal;

/**
 * The schema and the first account: made over a direct connection, before the pool has the
 * database.
 */
public final class GarageSchema {
  private final Login owner;

  public GarageSchema(Login owner) {
    this.owner = owner;
  }

  /**
   * Brings the schema to this program's version.
   *
   * @return how many migrations ran
   * @throws Refusal when one of them fails
   */
  public int migrate() throws Refusal {
    try {
      return Schema.migrate(owner.dataSource());
    } catch (FlywayException e) {
      throw new Refusal(
          "The schema of "
              + owner.database()
              + " cannot be migrated: "
              + e.getMessage().lines().map(String::strip).limit(4).collect(Collectors.joining(" "))
              + ".",
          e);
    }
  }

  /**
   * Opens the first manager's account where there is no account.
   *
   * @return the generated password, which is nowhere else; empty when the garage has accounts
   */
  public Optional<String> firstManager() throws Refusal {
    try (Connection connection = owner.open()) {
      return FirstManager.create(connection);
    } catch (SQLException e) {
      throw new Refusal("The manager's account cannot be opened: " + e.getMessage() + ".", e);
    }
  }
}
