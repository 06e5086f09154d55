package tn.ecar.pool.doctor;

import static tn.ecar.pool.doctor.Finding.fail;
import static tn.ecar.pool.doctor.Finding.ok;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.doctor.Ways.Way;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.ServerLogin;

/**
 * What one PostgreSQL says when the pool's users log in as the pool would. Of a login that fails it
 * asks those that work why.
 */
final class ServerChecks {
  private static final String LOGIN = "login at PostgreSQL";
  private static final String POSTGRES = "PostgreSQL";

  private final Configuration configuration;
  private final Ways ways;
  private final ServerAddress host;

  ServerChecks(Configuration configuration, Ways ways, ServerAddress host) {
    this.configuration = configuration;
    this.ways = ways;
    this.host = host;
  }

  private record Refused(Way way, Refusal reason) {}

  void look(Consumer<Finding> found) throws Refusal {
    List<Refused> refused = new ArrayList<>();
    Probe inside = null;
    try {
      if (ways.to(host).stream().allMatch(way -> way.secret() instanceof Secret.ScramVerifier)) {
        Probe.greet(configuration, host);
        found.accept(ok(POSTGRES, host + " answers"));
      }
      for (Way way : ways.to(host)) {
        if (way.secret() instanceof Secret.ScramVerifier) {
          found.accept(
              ok(
                  LOGIN,
                  way.name(host)
                      + ": a verifier; it opens servers once a client has proved itself"));
          continue;
        }
        Probe probe = tryOut(way, refused);
        if (probe == null) {
          continue;
        }
        found.accept(ok(LOGIN, way.name(host)));
        if (inside == null) {
          inside = probe;
          new PostgresChecks(configuration, ways, host, probe).look(found);
        } else {
          probe.close();
        }
      }
      for (Refused each : refused) {
        found.accept(explain(each.way(), each.reason(), inside));
      }
    } catch (IOException unreachable) {
      found.accept(away(unreachable));
    } finally {
      if (inside != null) {
        inside.close();
      }
    }
  }

  private Probe tryOut(Way way, List<Refused> refused) throws IOException {
    try {
      return Probe.logIn(
          configuration, host, new Probe.Login(way.database().dbname(), way.user(), way.secret()));
    } catch (Refusal refusal) {
      refused.add(new Refused(way, refusal));
      return null;
    }
  }

  private Finding away(IOException unreachable) {
    if (unreachable instanceof UnknownHostException) {
      return fail(
          POSTGRES,
          "the name " + host.host() + " is not known here",
          "correct host= of " + ways.names(host) + ", or the machine's DNS");
    }
    if (unreachable instanceof SocketTimeoutException) {
      return fail(
          POSTGRES,
          host + " gives no answer within " + Probe.PATIENCE.toSeconds() + " s",
          "it hangs, or a firewall swallows what is sent: look at its log and at pg_stat_activity");
    }
    String said =
        unreachable.getMessage() == null
            ? unreachable.getClass().getSimpleName()
            : unreachable.getMessage();
    return fail(
        POSTGRES,
        host + " gives no answer (" + said + ")",
        "is it started, and host= and port= of " + ways.names(host) + " right?");
  }

  private Finding explain(Way way, Refusal refused, Probe insideOrNull) {
    String said = way.name(host) + ": " + refused.getMessage();
    if (refused.getMessage().equals(ServerLogin.WRONG_KIND)) {
      return fail(
          LOGIN,
          said + "; PostgreSQL asks for SCRAM and auth_file holds an md5 hash",
          "store the clear password in auth_file (0600), or keep the role's secret as md5 and"
              + " pg_hba.conf on md5");
    }
    return switch (refused.sqlState()) {
      case "28P01", "28000" -> authentication(way, said, insideOrNull);
      case "3D000" ->
          fail(LOGIN, said, "create the database, or change dbname= of " + way.database().name());
      case "53300" -> fail(LOGIN, said, "raise max_connections, or make the pools smaller");
      case "57P03" -> fail(LOGIN, said, "wait until it has started, or start it again");
      default -> fail(LOGIN, said, "see PostgreSQL's log of this moment");
    };
  }

  private Finding authentication(Way way, String said, Probe insideOrNull) {
    if (said.contains("not permitted to log in")) {
      return fail(LOGIN, said, "ALTER ROLE " + way.user() + " LOGIN");
    }
    Optional<Finding> known =
        insideOrNull == null ? Optional.empty() : byRole(way, said, insideOrNull);
    if (known.isPresent()) {
      return known.get();
    }
    return said.contains("pg_hba.conf")
        ? fail(LOGIN, said, "add a line to pg_hba.conf and reload PostgreSQL")
        : fail(
            LOGIN,
            said,
            "the secret in auth_file is not the role's, or the role does not exist or has"
                + " expired: ALTER ROLE … PASSWORD, VALID UNTIL; then ./ecar secret "
                + way.user());
  }

  /** A login hides why it fails; who is inside may read it in pg_roles. */
  private static Optional<Finding> byRole(Way way, String said, Probe inside) {
    String user = way.user();
    try {
      List<Map<String, String>> rows =
          inside.rows(
              "select rolcanlogin, coalesce(rolvaliduntil < now(), false) as expired, rolvaliduntil"
                  + " from pg_catalog.pg_roles where rolname = '"
                  + user.replace("'", "''")
                  + "'");
      if (rows.isEmpty()) {
        return Optional.of(
            fail(
                LOGIN,
                said + "; there is no such role",
                "CREATE ROLE " + user + " LOGIN PASSWORD '…', or take it out of auth_file"));
      }
      Map<String, String> role = rows.get(0);
      if (role.get("rolcanlogin").equals("f")) {
        return Optional.of(fail(LOGIN, said, "ALTER ROLE " + user + " LOGIN"));
      }
      if (role.get("expired").equals("t")) {
        return Optional.of(
            fail(
                LOGIN,
                said + "; the role has expired at " + role.get("rolvaliduntil"),
                "ALTER ROLE " + user + " VALID UNTIL 'infinity', or a later day"));
      }
      return said.contains("pg_hba.conf")
          ? Optional.empty()
          : Optional.of(
              fail(
                  LOGIN,
                  said + "; the role is there, may log in and has not expired",
                  "the secret in auth_file is not the role's: ALTER ROLE "
                      + user
                      + " PASSWORD, and ./ecar secret "
                      + user));
    } catch (IOException | Refusal cannotSay) {
      return Optional.empty();
    }
  }
}
