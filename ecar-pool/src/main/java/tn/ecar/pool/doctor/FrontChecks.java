package tn.ecar.pool.doctor;

import static tn.ecar.pool.doctor.Finding.fail;
import static tn.ecar.pool.doctor.Finding.ok;
import static tn.ecar.pool.doctor.Finding.warn;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.config.Userlist;
import tn.ecar.pool.protocol.Refusal;

/**
 * Goes the way that DB_HOST, DB_PORT, DB_NAME, DB_USER and DB_PASSWORD tell an application to go,
 * under a name that nobody else has, and looks for that name on the pool's console: it is there
 * with the port of this end, or another pool stands between, or the way does not lead to the pool.
 */
final class FrontChecks {
  private static final String WAY = "way of the application";
  private static final int SHORTEST_NAME = 20;

  private final Configuration configuration;
  private final Userlist users;
  private final Patient patient;
  private final Door door;

  FrontChecks(Configuration configuration, Userlist users, Patient patient, Door door) {
    this.configuration = configuration;
    this.users = users;
    this.patient = patient;
    this.door = door;
  }

  void look(Consumer<Finding> found) throws Refusal {
    Optional<String> host = patient.variable("DB_HOST");
    Optional<String> user = patient.variable("DB_USER");
    Optional<String> password = patient.variable("DB_PASSWORD");
    if (host.isEmpty() || user.isEmpty() || password.isEmpty()) {
      return;
    }
    String database =
        patient
            .variable("DB_NAME")
            .or(() -> configuration.databases().keySet().stream().findFirst())
            .orElse("postgres");
    String name = "ecar_doctor_" + UUID.randomUUID().toString().substring(0, SHORTEST_NAME);
    ServerAddress at = new ServerAddress(host.get(), port());
    try (Probe application =
        Probe.logIn(
            door.as(),
            at,
            new Probe.Login(database, user.get(), new Secret.Clear(password.get()), name))) {
      application.value("select 1");
      found.accept(judge(at, application.localPort(), seen(name)));
    } catch (Refusal refused) {
      found.accept(
          fail(
              WAY,
              user.get() + " to " + database + " at " + at + ": " + refused.getMessage(),
              "correct DB_HOST, DB_PORT, DB_NAME, DB_USER and DB_PASSWORD"));
    } catch (IOException unreachable) {
      found.accept(
          fail(
              WAY,
              "DB_HOST and DB_PORT name "
                  + at
                  + ", which gives no answer ("
                  + unreachable.getMessage()
                  + ")",
              "let them name the pool: " + door.address()));
    }
  }

  private int port() {
    try {
      return Integer.parseInt(patient.variable("DB_PORT").orElse(""));
    } catch (NumberFormatException none) {
      return configuration.integer(Setting.LISTEN_PORT);
    }
  }

  /** The pool's clients of this name; absent when nobody may ask. */
  private Optional<List<Map<String, String>>> seen(String name) throws IOException {
    for (String watcher : Ways.watchers(configuration)) {
      Optional<Secret> secret =
          users.secret(watcher).map(stored -> Ways.proof(patient, watcher, stored));
      if (secret.isEmpty() || secret.get() instanceof Secret.ScramVerifier) {
        continue;
      }
      try (Probe console =
          Probe.logIn(
              door.as(),
              door.address(),
              new Probe.Login(Configuration.CONSOLE, watcher, secret.get()))) {
        return Optional.of(
            console.rows("SHOW CLIENTS").stream()
                .filter(row -> row.get("application_name").startsWith(name))
                .toList());
      } catch (Refusal toldByItsOwnCheck) {
        // Another one may be let in.
      }
    }
    return Optional.empty();
  }

  private Finding judge(ServerAddress at, int port, Optional<List<Map<String, String>>> clients) {
    if (clients.isEmpty()) {
      return ok(WAY, at + " lets the application in; nobody may ask the console for more");
    }
    if (clients.get().isEmpty()) {
      return warn(
          WAY,
          at + " lets the application in, but the pool at " + door.address() + " does not see it",
          "let DB_HOST and DB_PORT name the pool");
    }
    return clients.get().stream().anyMatch(row -> row.get("port").equals("" + port))
        ? ok(WAY, at + " is the pool itself")
        : warn(
            "pooled twice",
            "between the application and this pool stands another one, at " + at,
            "let DB_HOST and DB_PORT name "
                + door.address()
                + "; a pool before a pool waits twice");
  }
}
