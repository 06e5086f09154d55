package tn.ecar.pool.doctor;

import static tn.ecar.pool.doctor.Finding.fail;
import static tn.ecar.pool.doctor.Finding.ok;
import static tn.ecar.pool.doctor.Finding.warn;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.Userlist;
import tn.ecar.pool.protocol.Refusal;

/** What the pool's console tells somebody who may watch it. */
final class ConsoleChecks {
  private static final String MONITORING = "monitoring";
  private static final String OURS = "ECAR";

  private final Door door;
  private final Patient patient;
  private final Userlist users;
  private final Optional<String> watcher;

  /**
   * Checks of a running pool.
   *
   * @param watcher who is in auth_file and may watch
   */
  ConsoleChecks(Door door, Patient patient, Userlist users, Optional<String> watcher) {
    this.door = door;
    this.patient = patient;
    this.users = users;
    this.watcher = watcher;
  }

  void look(Consumer<Finding> found) {
    if (watcher.isEmpty()) {
      found.accept(
          warn(
              MONITORING,
              "no user of auth_file may watch the pool",
              "set stats_users (SHOW only) or admin_users, and give that user a line in"
                  + " auth_file"));
      return;
    }
    try (Probe console = open(watcher.get())) {
      Finding version = version(console.value("SHOW VERSION"));
      found.accept(version);
      databases(console, version.level() == Finding.Level.OK && isPaused(console), found);
      waiting(console, found);
      if (version.level() == Finding.Level.OK) {
        state(console, found);
        alerts(console, found);
        advice(console, found);
        leaks(console, found);
      }
    } catch (Refusal refused) {
      found.accept(refusal(refused));
    } catch (IOException silent) {
      found.accept(
          fail(
              MONITORING,
              "the console says nothing (" + silent.getMessage() + ")",
              "the pool hangs: its log says more"));
    }
  }

  private Probe open(String user) throws IOException, Refusal {
    return Probe.logIn(
        door.as(),
        door.address(),
        new Probe.Login(
            Configuration.CONSOLE, user, Ways.proof(patient, user, users.secret(user).get())));
  }

  private Finding version(String version) {
    return version.contains(OURS)
        ? ok(MONITORING, watcher.orElseThrow() + " is answered by " + version)
        : warn(
            MONITORING,
            door.address() + " is " + version + ", another pool",
            "as long as that one has the port ours cannot: stop it, or change listen_port");
  }

  private Finding refusal(Refusal refused) {
    return fail(
        MONITORING,
        watcher.orElseThrow() + ": " + refused.getMessage(),
        refused.sqlState().equals("3D000")
            ? "what listens there has no console: it is not the pool; change listen_port"
            : "only users of admin_users and stats_users may connect to the database pgbouncer");
  }

  private static void state(Probe console, Consumer<Finding> found) throws IOException, Refusal {
    for (Map<String, String> row : console.rows("SHOW STATE")) {
      if (!row.get("key").equals("active") && row.get("value").equals("yes")) {
        found.accept(warn("state", "the pool is " + row.get("key"), "RESUME on its console"));
      }
    }
  }

  private static boolean isPaused(Probe console) throws IOException, Refusal {
    return console.rows("SHOW STATE").stream()
        .anyMatch(row -> row.get("key").equals("paused") && row.get("value").equals("yes"));
  }

  /** A database that is paused with all others goes on with them, and not by its name. */
  private static void databases(Probe console, boolean allPaused, Consumer<Finding> found)
      throws IOException, Refusal {
    for (Map<String, String> row : console.rows("SHOW DATABASES")) {
      if (row.get("paused").equals("1") && !allPaused) {
        found.accept(warn("state", row.get("name") + " is paused", "RESUME " + row.get("name")));
      }
      if (row.get("disabled").equals("1")) {
        found.accept(warn("state", row.get("name") + " is disabled", "ENABLE " + row.get("name")));
      }
    }
  }

  private static void waiting(Probe console, Consumer<Finding> found) throws IOException, Refusal {
    for (Map<String, String> row : console.rows("SHOW POOLS")) {
      if (!row.get("cl_waiting").equals("0")) {
        found.accept(
            warn(
                "waiting clients",
                row.get("cl_waiting")
                    + " clients of "
                    + row.get("database")
                    + "/"
                    + row.get("user")
                    + " wait, the longest for "
                    + row.get("maxwait")
                    + " s, while "
                    + row.get("sv_active")
                    + " servers are in use",
                "SHOW LEAKS and SHOW CLIENTS for who keeps them; SHOW ADVICE for another"
                    + " default_pool_size"));
      }
    }
  }

  private static void alerts(Probe console, Consumer<Finding> found) throws IOException, Refusal {
    for (Map<String, String> row : console.rows("SHOW ALERTS")) {
      if (row.get("state").equals("open")) {
        found.accept(
            warn(
                "alert",
                row.get("alert")
                    + (row.get("database").isEmpty() ? "" : " of " + row.get("database"))
                    + ": "
                    + row.get("value")
                    + " is over "
                    + row.get("threshold"),
                row.get("alert").equals("clients_near_limit")
                    ? "SHOW CLIENTS for idle ones; raise max_client_conn"
                    : "SHOW SERVERS and pg_stat_activity; SHOW HISTOGRAMS"));
      }
    }
  }

  /** Only what is too small: a pool that has not worked yet is advised to be as small as that. */
  private static void advice(Probe console, Consumer<Finding> found) throws IOException, Refusal {
    for (Map<String, String> row : console.rows("SHOW ADVICE")) {
      int now = Integer.parseInt(row.get("now"));
      if (now > 0 && Integer.parseInt(row.get("advised")) > now) {
        found.accept(
            warn(
                "advice",
                row.get("setting")
                    + (row.get("database").isEmpty() ? "" : " of " + row.get("database"))
                    + " = "
                    + now
                    + ", advised "
                    + row.get("advised")
                    + ": "
                    + row.get("because"),
                "change it in the ini and RELOAD"));
      }
    }
  }

  private static void leaks(Probe console, Consumer<Finding> found) throws IOException, Refusal {
    for (Map<String, String> row : console.rows("SHOW LEAKS")) {
      found.accept(
          warn(
              "leaks",
              row.get("kind") + " at " + row.get("place") + ", " + row.get("count") + " times",
              "close connections and transactions there; SHOW LEAKS counts them"));
    }
  }
}
