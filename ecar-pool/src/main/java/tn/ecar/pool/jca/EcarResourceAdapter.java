package tn.ecar.pool.jca;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.transaction.xa.XAResource;
import org.postgresql.Driver;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.Overrides;
import tn.ecar.pool.jdbc.xa.EcarXADataSource;
import tn.ecar.pool.jdbc.xa.TransactionContext;

/**
 * The pool inside an application server: starts with the server's deployment of the .rar and stops
 * with its end.
 *
 * <p>What it reads is said by {@code configFile}, else by ECAR_POOL_CONFIG, else it is the shipped
 * ini; properties named after the ini's keys override both. A configuration that cannot be used
 * stops the deployment with one sentence. After {@link #stop} no thread and no server connection of
 * the pool is left.
 */
public final class EcarResourceAdapter extends SettingProperties implements ResourceAdapter {
  private static final Logger LOG = Logger.getLogger("tn.ecar.pool");

  private String configFile = "";
  private RunningPool pool;
  private TransactionContext transactions = TransactionContext.NONE;

  public String getConfigFile() {
    return configFile;
  }

  /** The ini file; empty for the one that ECAR_POOL_CONFIG names, else the shipped one. */
  @ConfigProperty(type = String.class, defaultValue = "")
  public void setConfigFile(String configFile) {
    this.configFile = configFile == null ? "" : configFile.strip();
  }

  @Override
  public void start(BootstrapContext context) throws ResourceAdapterInternalException {
    try {
      Path iniOrNull = configFile.isEmpty() ? null : Path.of(configFile);
      pool =
          RunningPool.start(
              Configuration.read(iniOrNull, new Overrides(System.getenv(), settings())));
      transactions = new ServerTransactions(context.getTransactionSynchronizationRegistry());
      LOG.info("ECAR's pool is up for " + pool.summary());
    } catch (ConfigurationException | InvalidPathException | IllegalStateException wrong) {
      LOG.log(Level.SEVERE, "ECAR refuses to start: {0}", wrong.getMessage());
      throw new ResourceAdapterInternalException(
          "ECAR's pool cannot start: " + wrong.getMessage(), wrong);
    }
  }

  @Override
  public void stop() {
    RunningPool ending = pool;
    pool = null;
    if (ending != null) {
      ending.close();
      forgetDriver();
      LOG.info("ECAR's pool is down");
    }
  }

  /**
   * The driver has registered itself with the Java machine when it was loaded, and would keep the
   * class loader of this adapter alive. A driver of the server's own stays, as it lives with the
   * machine.
   */
  private static void forgetDriver() {
    ClassLoader own = EcarResourceAdapter.class.getClassLoader();
    if (own != ClassLoader.getSystemClassLoader()
        && Driver.class.getClassLoader() == own
        && Driver.isRegistered()) {
      try {
        Driver.deregister();
      } catch (SQLException refused) {
        LOG.log(Level.WARNING, "the driver stays registered with the Java machine", refused);
      }
    }
  }

  /**
   * Lets nobody guess: a caller's login is remembered once it has been proved.
   *
   * @throws ResourceException when it is none, or the database is away
   */
  void prove(Login login) throws ResourceException {
    try {
      running().prove(login);
    } catch (SQLException refused) {
      throw new ResourceException(refused.getMessage(), refused);
    }
  }

  EcarXADataSource source(Login login) throws ResourceException {
    return running().source(login);
  }

  int mostClients() throws ResourceException {
    return running().mostClients();
  }

  TransactionContext transactions() {
    return transactions;
  }

  private RunningPool running() throws ResourceException {
    RunningPool present = pool;
    if (present == null) {
      throw new ResourceException("ECAR's pool is not running: its resource adapter has stopped");
    }
    return present;
  }

  @Override
  public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec)
      throws ResourceException {
    throw new jakarta.resource.NotSupportedException("ECAR's pool delivers no messages");
  }

  @Override
  public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {}

  /** None for endpoints; connections are recovered through their factories. */
  @Override
  public XAResource[] getXAResources(ActivationSpec[] specs) {
    return new XAResource[0];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EcarResourceAdapter adapter
        && adapter.configFile.equals(configFile)
        && adapter.settings().equals(settings());
  }

  @Override
  public int hashCode() {
    return Objects.hash(configFile, settings());
  }
}
