package tn.ecar.pool;

import java.util.Map;

/**
 * What a host is, as it told at login: PostgreSQL reports both since version 14.
 *
 * @param standby whether it follows another
 * @param readOnly whether its transactions only read unless they say otherwise
 */
record HostRole(boolean standby, boolean readOnly) {
  static HostRole of(Map<String, String> told) {
    boolean standby = "on".equals(told.get("in_hot_standby"));
    return new HostRole(standby, standby || "on".equals(told.get("default_transaction_read_only")));
  }

  /**
   * Whether it may serve a database.
   *
   * @param attributes the words of target_session_attrs; prefer-standby wants a standby here
   */
  boolean fits(String attributes) {
    return switch (attributes) {
      case "read-write" -> !readOnly;
      case "read-only" -> readOnly;
      case "primary" -> !standby;
      case "standby", "prefer-standby" -> standby;
      default -> true;
    };
  }
}
