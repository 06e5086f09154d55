package tn.ecar.pool.config;

import java.util.Locale;

/** When a server connection goes back to its pool. */
public enum PoolMode {
  /** When its client disconnects. */
  SESSION,
  /** When the transaction ends. */
  TRANSACTION,
  /** After each statement; transaction blocks are refused. */
  STATEMENT;

  static PoolMode of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The word that ini files and the console use. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
