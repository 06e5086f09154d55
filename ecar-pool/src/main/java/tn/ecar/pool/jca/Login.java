package tn.ecar.pool.jca;

import jakarta.resource.spi.ConnectionRequestInfo;

/**
 * Who wants to be whom where.
 *
 * @param database the database's name in the pool; empty for the garage's
 * @param user who logs in; empty for the garage's login
 * @param password what the user proves; empty for none
 */
record Login(String database, String user, String password) implements ConnectionRequestInfo {
  @Override
  public String toString() {
    return user + "@" + database;
  }
}
