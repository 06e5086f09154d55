package tn.ecar.pool.doctor;

import static tn.ecar.pool.doctor.Finding.fail;
import static tn.ecar.pool.doctor.Finding.ok;
import static tn.ecar.pool.doctor.Finding.warn;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.AuthType;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.Userlist;
import tn.ecar.pool.protocol.Refusal;

/** What the running pool says, asked at its door as any program would. */
final class PoolChecks {
  private static final String POOL = "pool";
  private static final String LOGIN = "login at the pool";

  private final Configuration configuration;
  private final Userlist users;
  private final Patient patient;
  private final Door door;

  PoolChecks(Configuration configuration, Userlist users, Patient patient, Door door) {
    this.configuration = configuration;
    this.users = users;
    this.patient = patient;
    this.door = door;
  }

  void look(Consumer<Finding> found) {
    try {
      Probe.greet(door.as(), door.address());
    } catch (ConnectException | NoSuchFileException nobody) {
      found.accept(
          warn(
              POOL,
              "nothing listens on " + door.address() + " (listen_addr, listen_port)",
              "start it: ./ecar pool FILE.ini, or ./ecar run for the whole garage"));
      return;
    } catch (IOException foreign) {
      found.accept(
          fail(
              POOL,
              "what listens on "
                  + door.address()
                  + " does not speak as a pool within "
                  + Probe.PATIENCE.toSeconds()
                  + " s ("
                  + foreign.getMessage()
                  + ")",
              "another program has the port: stop it, or change listen_port"));
      return;
    }
    found.accept(ok(POOL, "something that speaks PostgreSQL listens on " + door.address()));
    if (door.certificate() || configuration.authType() == AuthType.CERT) {
      found.accept(
          ok(LOGIN, "not tried: nobody enters without a certificate, and the doctor has none"));
      return;
    }
    logins(found);
    new ConsoleChecks(door, patient, users, watcher()).look(found);
  }

  private void logins(Consumer<Finding> found) {
    String first = configuration.databases().keySet().stream().findFirst().orElse("");
    Set<String> watchers = Ways.onlyWatching(configuration, users);
    for (var entry : users.secrets().entrySet()) {
      String user = entry.getKey();
      String to = watchers.contains(user) ? Configuration.CONSOLE : first;
      Secret secret = Ways.proof(patient, user, entry.getValue());
      if (to.isEmpty()) {
        continue;
      }
      if (secret instanceof Secret.ScramVerifier) {
        found.accept(
            ok(
                LOGIN,
                user
                    + " to "
                    + to
                    + ": not tried, for auth_file holds a verifier; DB_USER and DB_PASSWORD let it"
                    + " be tried"));
        continue;
      }
      found.accept(login(user, to, secret));
    }
  }

  private Finding login(String user, String to, Secret secret) {
    String way = user + " to " + to;
    try (Probe probe = Probe.logIn(door.as(), door.address(), new Probe.Login(to, user, secret))) {
      if (to.equals(Configuration.CONSOLE)) {
        return ok(LOGIN, way);
      }
      return probe.value("select pg_backend_pid()").equals("" + probe.process())
          ? fail(
              POOL,
              "what listens on " + door.address() + " is PostgreSQL itself, not the pool",
              "change listen_port, or PostgreSQL's own port")
          : ok(LOGIN, way + ", and a query");
    } catch (Refusal refused) {
      return fail(
          LOGIN,
          way + ": " + refused.getMessage(),
          "the sentence and its way out stand in docs/troubleshooting.md; the pool's log says"
              + " more");
    } catch (IOException silent) {
      return fail(
          LOGIN,
          way + ": the pool takes the login and then says nothing (" + silent.getMessage() + ")",
          "its PostgreSQL does not answer, or every server connection is in use: SHOW POOLS");
    }
  }

  private Optional<String> watcher() {
    return Ways.watchers(configuration).stream()
        .filter(user -> users.secret(user).isPresent())
        .filter(
            user ->
                !(Ways.proof(patient, user, users.secret(user).get())
                    instanceof Secret.ScramVerifier))
        .findFirst();
  }
}
