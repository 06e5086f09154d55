package tn.ecar.pool.management;

import java.util.Objects;
import tn.ecar.pool.ConnectionFigures;

/** One client or server in the form that JMX carries to tools which have none of our classes. */
public final class ConnectionLine {
  private final ConnectionFigures figures;

  ConnectionLine(ConnectionFigures figures) {
    this.figures = Objects.requireNonNull(figures, "figures");
  }

  @Meaning("Unique among clients and servers while the pool runs; what killClient takes.")
  public long getId() {
    return figures.id();
  }

  @Meaning("C a client over the wire, J one inside this Java machine, S a server.")
  public String getType() {
    return String.valueOf(figures.type());
  }

  @Meaning("Who has logged in.")
  public String getUser() {
    return figures.user();
  }

  @Meaning("The name of the database in the [databases] section.")
  public String getDatabase() {
    return figures.database();
  }

  @Meaning("active, idle, waiting, used, tested and so on, as SHOW CLIENTS and SERVERS say it.")
  public String getState() {
    return figures.state();
  }

  @Meaning("Address of the other end; for type J the place in the code that opened it.")
  public String getAddress() {
    return figures.address();
  }

  @Meaning("Port of the other end; 0 for type J and for unix sockets.")
  public int getPort() {
    return figures.port();
  }

  @Meaning("When it was made, as ISO 8601.")
  public String getConnectTime() {
    return String.valueOf(figures.connected());
  }

  @Meaning("When its last request began, or it was last free, as ISO 8601.")
  public String getRequestTime() {
    return String.valueOf(figures.requested());
  }

  @Meaning("How long its present request has waited for a server, in microseconds.")
  public long getWaitMicroseconds() {
    return figures.waiting().toNanos() / 1_000;
  }

  @Meaning("Whether it is closed as soon as it is free.")
  public boolean isCloseNeeded() {
    return figures.closeNeeded();
  }

  @Meaning("Id of the connection it is paired with; 0 for none.")
  public long getLink() {
    return figures.link();
  }

  @Meaning("The process at the other end; 0 when unknown.")
  public int getRemotePid() {
    return figures.remotePid();
  }

  @Meaning("TLS version and suite; empty for none.")
  public String getTls() {
    return figures.tls();
  }

  @Meaning("What the client calls itself.")
  public String getApplicationName() {
    return figures.applicationName();
  }

  @Meaning("How many named statements it holds.")
  public int getPreparedStatements() {
    return figures.preparedStatements();
  }
}
