package tn.ecar.pool.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** The driver's connection and the pool's client behind it. */
final class InVmConnection implements VirtualConnection {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  private final Connection connection;
  private final InVmClient client;

  InVmConnection(Connection connection, InVmClient client) {
    this.connection = connection;
    this.client = client;
  }

  InVmClient client() {
    return client;
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public void doom(String reason) {
    client.doom().pronounce(reason);
  }

  @Override
  public boolean doomed() {
    return client.doom().stands();
  }

  @Override
  public void pardon() {
    client.doom().pardon();
  }

  @Override
  public void urgent(boolean ends) {
    client.urgent(ends);
  }

  @Override
  public void takenHere() {
    if (client.tracksOrigin()) {
      client.takenHere();
    }
  }

  @Override
  public boolean isOver() {
    return client.isOver();
  }

  @Override
  public boolean isAtRest() {
    return client.isAtRest();
  }

  @Override
  public boolean holdsServer() {
    return client.holdsServer();
  }

  @Override
  public char transactionStatus() {
    return client.transactionStatus();
  }

  @Override
  public void abort(String reason) {
    LOG.log(System.Logger.Level.INFO, "a client inside this machine is closed: {0}", reason);
    client.close();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
