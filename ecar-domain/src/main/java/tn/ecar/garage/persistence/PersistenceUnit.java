package tn.ecar.garage.persistence;

import jakarta.persistence.EntityManagerFactory;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.eclipse.persistence.config.PersistenceUnitProperties;
import org.eclipse.persistence.jpa.PersistenceProvider;

/**
 * Builds the factory of the unit {@code ecar} from a data source object, inside a server or outside
 * of one.
 */
public final class PersistenceUnit {
  private static final String NAME = "ecar";
  // Not META-INF/persistence.xml: Payara loads every unit it finds there, before the pool has
  // started.
  private static final String DESCRIPTOR = "META-INF/ecar-persistence.xml";
  private static final String WILDFLY_TRANSACTIONS = "java:jboss/TransactionManager";

  private PersistenceUnit() {}

  /** Builds the factory on the server's transactions. */
  public static EntityManagerFactory onServer(DataSource dataSource) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(PersistenceUnitProperties.TRANSACTION_TYPE, "JTA");
    properties.put(PersistenceUnitProperties.JTA_DATASOURCE, dataSource);
    properties.put(PersistenceUnitProperties.TARGET_SERVER, onWildFly() ? "WildFly" : "Glassfish");
    return create(properties);
  }

  /** Builds the factory on the connections' own transactions, for a plain Java program. */
  public static EntityManagerFactory standalone(DataSource dataSource) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(PersistenceUnitProperties.TRANSACTION_TYPE, "RESOURCE_LOCAL");
    properties.put(PersistenceUnitProperties.NON_JTA_DATASOURCE, dataSource);
    return create(properties);
  }

  private static EntityManagerFactory create(Map<String, Object> properties) {
    properties.put(PersistenceUnitProperties.ECLIPSELINK_PERSISTENCE_XML, DESCRIPTOR);
    properties.put(PersistenceUnitProperties.CLASSLOADER, PersistenceUnit.class.getClassLoader());
    EntityManagerFactory factory =
        new PersistenceProvider().createEntityManagerFactory(NAME, properties);
    if (factory == null) {
      throw new IllegalStateException(
          "The persistence unit " + NAME + " was not found in " + DESCRIPTOR + ".");
    }
    return factory;
  }

  private static boolean onWildFly() {
    // Any other server keeps its transaction manager elsewhere.
    return ServerNames.find(WILDFLY_TRANSACTIONS, Object.class).isPresent();
  }
}
