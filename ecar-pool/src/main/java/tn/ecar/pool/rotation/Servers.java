package tn.ecar.pool.rotation;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tn.ecar.pool.RoleAccess;
import tn.ecar.pool.RoleAccess.Trial;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.protocol.Refusal;

/**
 * Every PostgreSQL by which a user logs in itself, host by host: behind one entry there may be
 * several, of which a standby takes no change of a role but gets it from the one that it follows.
 */
final class Servers {
  /** The database that every PostgreSQL has for whoever wants nothing in particular. */
  private static final String EVERYWHERE = "postgres";

  private static final String LOOK =
      "select concat_ws(',', pg_is_in_recovery(), current_setting('password_encryption'),"
          + " current_setting('log_statement'), current_setting('log_min_duration_statement'))";
  private static final String CLUSTER = "select system_identifier from pg_control_system()";

  /** insufficient_privilege, undefined_function. */
  private static final Set<String> NOT_TOLD = Set.of("42501", "42883");

  private final String user;
  private final RoleAccess roles;

  Servers(String user, RoleAccess roles) {
    this.user = user;
    this.roles = roles;
  }

  /** Every host of every entry by which the user itself logs in, with the secrets of auth_file. */
  List<Place> places(Configuration configuration) {
    Map<String, DatabaseSettings> named = configuration.databases();
    List<DatabaseSettings> own = new ArrayList<>(named.values());
    configuration
        .fallback()
        .map(
            it ->
                it.automaticFor(
                    Stream.of(named.isEmpty() ? user : EVERYWHERE, user, "template1")
                        .filter(name -> !named.containsKey(name))
                        .findFirst()
                        .orElse(user)))
        .ifPresent(own::add);
    own.removeIf(it -> it.password().isPresent() || !it.user().orElse(user).equals(user));
    return own.stream()
        .flatMap(entry -> entry.addresses().stream().map(server -> new Place(entry, server)))
        .toList();
  }

  /** Looks at each host once, by the first of its places where one of these secrets is taken. */
  Survey survey(List<Place> places, List<Secret> known) {
    Map<ServerAddress, Home> homes = new LinkedHashMap<>();
    Away away = new Away();
    for (Place place : places) {
      if (homes.containsKey(place.server()) || away.isSilent(place)) {
        continue;
      }
      try {
        if (opens(place, known)) {
          homes.put(place.server(), look(place));
        }
      } catch (Refusal refused) {
        away.add(place, refused);
      }
    }
    return new Survey(
        List.copyOf(homes.values()), away.without(place -> homes.containsKey(place.server())));
  }

  private Home look(Place place) throws Refusal {
    String[] told = ask(place, LOOK).split(",", -1);
    boolean scram = roles.asksForScram(place.entry(), place.server(), user);
    return new Home(place, told[0].equals("t"), cluster(place), scram, told[1], told[2], told[3]);
  }

  private Optional<String> cluster(Place place) throws Refusal {
    try {
      return Optional.of(ask(place, CLUSTER));
    } catch (Refusal refused) {
      if (NOT_TOLD.contains(refused.sqlState())) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  boolean isStandby(Place place) throws Refusal {
    return ask(place, "select pg_is_in_recovery()").equals("t");
  }

  /** Gives the role what PostgreSQL is to keep of its secret. */
  void change(Place place, String kept) throws Refusal {
    // The user may only read, or act as another role, unless it says otherwise.
    ask(
        place,
        "set transaction read write; set local role none; alter role \""
            + user.replace("\"", "\"\"")
            + "\" password '"
            + kept
            + "'");
  }

  /** Whether one of these secrets opens a server there, as far as the pool can tell. */
  boolean opens(Place place, List<Secret> secrets) throws Refusal {
    for (Secret secret : secrets) {
      // What the pool cannot prove itself, a client's own proof may.
      if (trial(place, secret) != Trial.REFUSED) {
        return true;
      }
    }
    return false;
  }

  Trial trial(Place place, Secret secret) throws Refusal {
    return roles.trial(place.entry(), place.server(), user, secret);
  }

  /** What the name of its host stands for; none when that is not known just now. */
  List<InetAddress> addresses(Place place) {
    return roles.addresses(place.server());
  }

  private String ask(Place place, String sql) throws Refusal {
    return roles.ask(place.entry(), place.server(), user, sql).orElse("");
  }
}
