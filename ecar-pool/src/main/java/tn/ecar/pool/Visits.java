package tn.ecar.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.protocol.ClientLogin;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.Replication;

/**
 * Who talks to the console at this moment. A visit lasts from its login to its good-bye, counts
 * against no limit, and is shown as a client of the database {@code pgbouncer}. Thread-safe.
 */
final class Visits {
  /** One conversation with the console. */
  private static final class Visit {
    private final String user;
    private final Client.Door door;
    private final String applicationName;
    private final Instant began;
    private volatile Instant asked;

    private Visit(String user, Client.Door door, String applicationName, Instant now) {
      this.user = user;
      this.door = door;
      this.applicationName = applicationName;
      this.began = now;
      this.asked = now;
    }

    private ConnectionFigures figures(long id) {
      return new ConnectionFigures(
          door.type(),
          user,
          Configuration.CONSOLE,
          Replication.NONE,
          "active",
          door.address(),
          door.port(),
          door.localAddress(),
          door.localPort(),
          began,
          asked,
          Duration.ZERO,
          false,
          0,
          0,
          door.tls(),
          applicationName,
          0,
          id);
    }
  }

  private final Map<Long, Visit> present = new ConcurrentHashMap<>();
  private final Engine engine;

  Visits(Engine engine) {
    this.engine = engine;
  }

  /** Somebody has logged in to the console; the number it is known by. */
  long enter(ClientLogin login, Client.Door door) {
    String name = login.told(Map.of("application_name", "")).get("application_name");
    long id = engine.newId();
    present.put(id, new Visit(login.user(), door, name, now()));
    statistics().login();
    return id;
  }

  /** It has asked something. Its time is not counted: a PAUSE waits for others. */
  void asks(long id) {
    Visit visit = present.get(id);
    if (visit != null) {
      visit.asked = now();
    }
    statistics().queries(1, 0);
    statistics().transaction(0);
  }

  /** It has gone; a second call changes nothing. */
  void leave(long id) {
    present.remove(id);
  }

  /** Sends one away; false when there is none of this number. */
  boolean dismiss(long id, Refusal why) {
    Visit visit = present.get(id);
    if (visit != null) {
      visit.door.dismiss(why);
    }
    return visit != null;
  }

  /** A line for each, in the order of their logins. */
  List<ConnectionFigures> figures() {
    return present.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getValue().figures(entry.getKey()))
        .toList();
  }

  private Statistics statistics() {
    return engine.statistics(Configuration.CONSOLE);
  }

  private Instant now() {
    return engine.time().instantOf(engine.now());
  }
}
