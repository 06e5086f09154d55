package tn.ecar.pool.config;

/**
 * Where a PostgreSQL server listens.
 *
 * @param host a name or literal address; with / or @ in front a directory of unix sockets
 * @param port its TCP port, or the number in the unix socket's name
 */
public record ServerAddress(String host, int port) {

  /** Whether it is a unix socket. */
  public boolean isUnix() {
    return host.startsWith("/") || host.startsWith("@");
  }

  @Override
  public String toString() {
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }
}
