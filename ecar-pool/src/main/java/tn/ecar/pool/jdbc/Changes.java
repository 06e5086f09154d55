package tn.ecar.pool.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * What users of a virtual client have changed on the driver's connection, and how it was before.
 * Only what the driver keeps to itself can be put back without asking the server.
 */
final class Changes {
  private final Connection driver;
  private final boolean readOnly;
  private final int holdability;
  private final int networkTimeout;
  private boolean some;
  private boolean foreign;

  Changes(Connection driver) throws SQLException {
    this.driver = driver;
    this.readOnly = driver.isReadOnly();
    this.holdability = driver.getHoldability();
    this.networkTimeout = driver.getNetworkTimeout();
  }

  /** Something changes that can be put back. */
  void some() {
    some = true;
  }

  /** It is in hands that tell nobody what they change. */
  void foreign() {
    foreign = true;
  }

  /** Puts everything back; false when that is beyond it. */
  boolean undo() throws SQLException {
    if (foreign) {
      return false;
    }
    if (some || isOtherThanBefore()) {
      some = false;
      if (driver.isReadOnly() != readOnly) {
        driver.setReadOnly(readOnly);
      }
      driver.setHoldability(holdability);
      if (driver.getNetworkTimeout() != networkTimeout) {
        driver.setNetworkTimeout(Runnable::run, networkTimeout);
      }
      driver.setTypeMap(Map.of());
    }
    return true;
  }

  /** Statements are the driver's own, and lead to its connection past everybody who would tell. */
  private boolean isOtherThanBefore() throws SQLException {
    return driver.isReadOnly() != readOnly
        || driver.getNetworkTimeout() != networkTimeout
        || driver.getHoldability() != holdability;
  }
}
