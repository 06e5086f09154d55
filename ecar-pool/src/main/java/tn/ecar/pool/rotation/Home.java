package tn.ecar.pool.rotation;

import java.util.Optional;
import java.util.Set;

/**
 * A PostgreSQL that knows the user by a secret of auth_file.
 *
 * @param standby whether it follows another, from which it gets what is changed there
 * @param cluster what a primary and its standbys have in common; empty where the user may not see
 *     it
 * @param scram whether it asks the user for SCRAM, be it that pg_hba.conf wants that
 * @param encryption its password_encryption for this user
 * @param statements its log_statement for this user
 * @param slow its log_min_duration_statement for this user
 */
record Home(
    Place place,
    boolean standby,
    Optional<String> cluster,
    boolean scram,
    String encryption,
    String statements,
    String slow) {
  private static final Set<String> LOGS_ALTER_ROLE = Set.of("ddl", "mod", "all");

  /**
   * What it is to keep of a new secret. Where SCRAM is asked for, an md5 hash may let nobody in,
   * whatever password_encryption says; what SCRAM needs is taken under a line of md5 too.
   */
  String form() {
    return scram || encryption.startsWith("scram") ? Journal.SCRAM : Journal.MD5;
  }

  /** Why it is to keep that, in words. */
  String reason() {
    return scram && !encryption.startsWith("scram")
        ? place + " asks for SCRAM"
        : "password_encryption is " + encryption + " for " + place;
  }

  /** Whether its log would show what it is given to keep. */
  boolean logsWhatItKeeps() {
    return LOGS_ALTER_ROLE.contains(statements) || slow.equals("0");
  }

  /** What its log would show, and how not to. */
  String logged() {
    return place
        + " has log_statement = "
        + statements
        + ", log_min_duration_statement = "
        + slow
        + ": change them for this role, or set password_encryption = 'scram-sha-256'";
  }

  /** Whether what is changed at the other may come to this one, as far as can be seen. */
  boolean mayFollow(Home other) {
    return cluster.isEmpty() || other.cluster().isEmpty() || cluster.equals(other.cluster());
  }
}
