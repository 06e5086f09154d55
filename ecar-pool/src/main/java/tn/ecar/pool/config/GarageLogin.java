package tn.ecar.pool.config;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The garage's own login at the pool, from DB_NAME, DB_USER and DB_PASSWORD of the environment.
 *
 * @param database the entry of [databases], or empty for the first one
 * @param user who logs in, or empty when the environment does not say
 * @param password what the user proves, or empty
 */
public record GarageLogin(
    Optional<String> database, Optional<String> user, Optional<String> password) {

  public GarageLogin {
    Objects.requireNonNull(database);
    Objects.requireNonNull(user);
    Objects.requireNonNull(password);
  }

  /** Reads the environment; an empty variable counts as absent. */
  public static GarageLogin of(Map<String, String> environment) {
    return new GarageLogin(
        Variables.text(environment, "DB_NAME"),
        Variables.text(environment, "DB_USER"),
        Variables.text(environment, "DB_PASSWORD"));
  }

  @Override
  public String toString() {
    return "GarageLogin[database=" + database + ", user=" + user + "]";
  }
}
