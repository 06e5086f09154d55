package tn.ecar.pool.protocol;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which SQLSTATE tells the cause of a refusal, where distinct ones are asked for
 * (distinct_sqlstates). Refusals are known by how their sentences begin, which the contract fixes;
 * the codes are those of appendix A of PostgreSQL's manual.
 */
final class SqlStates {
  private static final String TOO_MANY_CONNECTIONS = "53300";
  private static final String QUERY_CANCELED = "57014";
  private static final String INVALID_PASSWORD = "28P01";
  private static final String INVALID_AUTHORIZATION = "28000";
  private static final String ADMIN_SHUTDOWN = "57P01";
  private static final String CONNECTION_FAILURE = "08006";
  private static final String NOT_SUPPORTED = "0A000";

  private static final Map<String, String> BY_BEGINNING = new LinkedHashMap<>();

  static {
    put(TOO_MANY_CONNECTIONS, "no more connections allowed", "client connections exceeded");
    put(QUERY_CANCELED, "query_wait_timeout", "query_timeout", "query timeout");
    put("25P03", "idle transaction timeout");
    put("25P04", "transaction timeout");
    put("57P05", "client_idle_timeout");
    put("08001", "connect timeout");
    put("57P03", "client_login_timeout (server down)");
    put(QUERY_CANCELED, "client_login_timeout", "suspend_timeout");
    put(
        INVALID_PASSWORD,
        "password authentication failed",
        "SASL authentication failed",
        "LDAP authentication failed",
        "no such user",
        "empty password returned by client");
    put(
        INVALID_AUTHORIZATION,
        "\"trust\" authentication failed",
        "certificate authentication failed",
        "unix socket login rejected",
        "login rejected",
        "no authentication method is found",
        "not allowed",
        "SSL required");
    put("3D000", "no such database");
    put("57P03", "database \"");
    put(
        ADMIN_SHUTDOWN,
        "pooler is shutting down",
        "server shutting down",
        "admin forced disconnect",
        "database removed",
        "database configuration changed");
    put("F0000", "bouncer config error");
    put(
        CONNECTION_FAILURE,
        "server conn crashed?",
        "server login has been failing",
        "server login failed");
    put("26000", "prepared statement did not exist");
    put("42P05", "prepared statement name is already in use");
    put(NOT_SUPPORTED, "transaction blocks not allowed", "PQexec disallowed", "unsupported");
  }

  private SqlStates() {}

  private static void put(String code, String... beginnings) {
    for (String beginning : beginnings) {
      BY_BEGINNING.put(beginning, code);
    }
  }

  /** Whether the contract knows this sentence. */
  static boolean knows(String sentence) {
    return BY_BEGINNING.keySet().stream().anyMatch(sentence::startsWith);
  }

  /** The code for a sentence; what it was given where nothing tells more. */
  static String distinct(String sentence, String given) {
    if (!given.equals(Refusal.PROTOCOL_VIOLATION)) {
      return given;
    }
    for (Map.Entry<String, String> each : BY_BEGINNING.entrySet()) {
      if (sentence.startsWith(each.getKey())) {
        return each.getValue();
      }
    }
    return given;
  }
}
