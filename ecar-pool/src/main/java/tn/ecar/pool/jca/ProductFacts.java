package tn.ecar.pool.jca;

import jakarta.resource.spi.ManagedConnectionMetaData;

/** What the server may show about a connection. */
record ProductFacts(String user, int clients) implements ManagedConnectionMetaData {
  @Override
  public String getEISProductName() {
    return "PostgreSQL through ECAR's pool";
  }

  @Override
  public String getEISProductVersion() {
    return "";
  }

  @Override
  public int getMaxConnections() {
    return clients;
  }

  @Override
  public String getUserName() {
    return user;
  }
}
