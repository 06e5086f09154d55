package tn.ecar.pool.rotation;

import java.util.Optional;
import java.util.Set;

/**
 * A PostgreSQL that knows the user by a secret of auth_file.
 *
 * @param standby whether it follows another, from which it gets what is changed there
 * @param cluster what a primary and its standbys have in common; empty where the user may not see
 *     it
 * @param encryption its password_encryption for this user
 * @param statements its log_statement for this user
 * @param slow its log_min_duration_statement for this user
 */
record Home(
    Place place,
    boolean standby,
    Optional<String> cluster,
    String encryption,
    String statements,
    String slow) {
  private static final Set<String> LOGS_ALTER_ROLE = Set.of("ddl", "mod", "all");

  /** What it keeps of a new secret. */
  String form() {
    return encryption.startsWith("scram") ? Journal.SCRAM : Journal.MD5;
  }

  /** Whether its log would show what it is given to keep. */
  boolean logsWhatItKeeps() {
    return LOGS_ALTER_ROLE.contains(statements) || slow.equals("0");
  }

  /** Whether what is changed at the other may come to this one, as far as can be seen. */
  boolean mayFollow(Home other) {
    return cluster.isEmpty() || other.cluster().isEmpty() || cluster.equals(other.cluster());
  }
}
