package tn.ecar.pool.jca;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.security.PasswordCredential;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.Subject;
import tn.ecar.pool.config.Configuration;

/**
 * A connection factory as its deployer declares it: which database of the pool, and whose login.
 *
 * <p>The server makes it with its properties set, ties it to the resource adapter and asks it for
 * connections, of which it keeps a pool of its own. That pool limits nothing that matters: its
 * connections are places without a server connection behind them.
 */
public final class EcarManagedConnectionFactory
    implements ManagedConnectionFactory, ResourceAdapterAssociation, TransactionSupport {
  private static final long serialVersionUID = 1L;

  private String database = "";
  private String user = "";
  private String password = "";
  private transient PrintWriter log;
  private transient EcarResourceAdapter adapter;

  /** The database's name in the pool's configuration; empty for DB_NAME of the environment. */
  public String getDatabase() {
    return database;
  }

  @ConfigProperty(type = String.class, defaultValue = "")
  public void setDatabase(String database) {
    this.database = text(database);
  }

  /** Who logs in at the pool; empty for DB_USER of the environment. */
  public String getUser() {
    return user;
  }

  @ConfigProperty(type = String.class, defaultValue = "")
  public void setUser(String user) {
    this.user = text(user);
  }

  /** What the user proves; empty for DB_PASSWORD of the environment. */
  public String getPassword() {
    return password;
  }

  @ConfigProperty(type = String.class, defaultValue = "", confidential = true)
  public void setPassword(String password) {
    this.password = text(password);
  }

  /** Servers hand an absent property over as null or blank, as they please. */
  private static String text(String property) {
    return property == null ? "" : property.strip();
  }

  @Override
  public TransactionSupportLevel getTransactionSupport() {
    return console()
        ? TransactionSupportLevel.NoTransaction
        : TransactionSupportLevel.XATransaction;
  }

  private boolean console() {
    return database.equals(Configuration.CONSOLE);
  }

  @Override
  public Object createConnectionFactory(ConnectionManager manager) {
    return new EcarConnectionFactory(this, manager);
  }

  /** Without a server: each handle gets a place of its own. */
  @Override
  public Object createConnectionFactory() {
    return createConnectionFactory(new UnmanagedConnections());
  }

  @Override
  public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo request)
      throws ResourceException {
    Login login = login(subject, request);
    if (request instanceof Login) {
      adapter().prove(login);
    }
    return new EcarManagedConnection(this, adapter(), login, console());
  }

  @Override
  @SuppressWarnings("rawtypes") // the connector API is older than generics
  public ManagedConnection matchManagedConnections(
      Set candidates, Subject subject, ConnectionRequestInfo request) throws ResourceException {
    Login login = login(subject, request);
    for (Object candidate : candidates) {
      if (candidate instanceof EcarManagedConnection free && free.serves(login)) {
        return free;
      }
    }
    return null;
  }

  /** The caller's login before the container's, the container's before the factory's own. */
  private Login login(Subject subject, ConnectionRequestInfo request) throws ResourceException {
    if (request instanceof Login caller) {
      return new Login(database, caller.user(), caller.password());
    }
    if (subject != null) {
      for (PasswordCredential held : subject.getPrivateCredentials(PasswordCredential.class)) {
        if (equals(held.getManagedConnectionFactory()) && !held.getUserName().isEmpty()) {
          return new Login(database, held.getUserName(), new String(held.getPassword()));
        }
      }
    }
    return new Login(database, user, password);
  }

  private EcarResourceAdapter adapter() throws ResourceException {
    if (adapter == null) {
      throw new ResourceException("the connection factory is not tied to its resource adapter");
    }
    return adapter;
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return adapter;
  }

  @Override
  public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
    if (!(adapter instanceof EcarResourceAdapter ours)) {
      throw new ResourceException("not ECAR's resource adapter: " + adapter);
    }
    this.adapter = ours;
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    log = out;
  }

  @Override
  public PrintWriter getLogWriter() {
    return log;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EcarManagedConnectionFactory factory && factory.own().equals(own());
  }

  private Login own() {
    return new Login(database, user, password);
  }

  @Override
  public int hashCode() {
    return Objects.hash(database, user);
  }
}
