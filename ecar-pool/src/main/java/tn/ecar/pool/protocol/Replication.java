package tn.ecar.pool.protocol;

import java.util.Locale;

/**
 * Whether a client speaks PostgreSQL's protocol of streaming replication (chapter 54.4 of its
 * manual), as its start-up parameter {@code replication} says.
 */
public enum Replication {
  /** An ordinary connection. */
  NONE,
  /** The write-ahead log as it is; such a connection runs no SQL. */
  PHYSICAL,
  /** Changes of one database, decoded; SQL is allowed as well. */
  LOGICAL;

  static final String PARAMETER = "replication";

  /** How SHOW CLIENTS and SHOW SERVERS name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the parameter: database, or a boolean in any of PostgreSQL's spellings.
   *
   * @param value null when the client has not sent it
   * @throws Refusal for a value that PostgreSQL would refuse
   */
  static Replication of(String value) throws Refusal {
    if (value == null || isBeginOf("false", value) || isBeginOf("no", value)) {
      return NONE;
    }
    if (value.equals("database")) {
      return LOGICAL;
    }
    if (isBeginOf("true", value) || isBeginOf("yes", value)) {
      return PHYSICAL;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "off", "of", "0" -> NONE;
      case "on", "1" -> PHYSICAL;
      default ->
          throw Refusal.of(
              "22023", "invalid value for parameter \"" + PARAMETER + "\": \"" + value + "\"");
    };
  }

  private static boolean isBeginOf(String word, String value) {
    return !value.isEmpty() && word.startsWith(value.toLowerCase(Locale.ROOT));
  }
}
