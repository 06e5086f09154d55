package tn.ecar.garage.persistence;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Gives the use cases their {@code EntityManager}. What is injected is a small proxy; behind it
 * stands one entity manager for each transaction, kept in the transaction's own registry and closed
 * after it has ended. The factory is built when the first one is asked for, since a persistence
 * unit that the server builds by itself would look for the pool before the resource adapter has
 * started.
 */
@ApplicationScoped
public class GarageEntityManagers {
  private static final String REGISTRY = "java:comp/TransactionSynchronizationRegistry";
  private static final Object KEY = GarageEntityManagers.class.getName();

  private EntityManagerFactory factory;

  /** Returns the proxy that the use cases get. */
  @Produces
  @Dependent
  public EntityManager entityManager() {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if ("toString".equals(method.getName()) && method.getParameterCount() == 0) {
            return "the entity manager of the running transaction";
          }
          try {
            return method.invoke(current(), arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (EntityManager)
        Proxy.newProxyInstance(
            GarageEntityManagers.class.getClassLoader(),
            new Class<?>[] {EntityManager.class},
            handler);
  }

  private EntityManager current() {
    TransactionSynchronizationRegistry registry = registry();
    if (registry.getTransactionKey() == null) {
      throw new IllegalStateException(
          "The garage is read and changed inside a transaction: call a use case.");
    }
    EntityManager known = (EntityManager) registry.getResource(KEY);
    if (known != null) {
      return known;
    }
    EntityManager opened = factory().createEntityManager();
    registry.putResource(KEY, opened);
    registry.registerInterposedSynchronization(new CloseAfter(opened));
    return opened;
  }

  private synchronized EntityManagerFactory factory() {
    if (factory == null) {
      factory = PersistenceUnit.onServer(PoolResources.garage());
    }
    return factory;
  }

  private static TransactionSynchronizationRegistry registry() {
    return ServerNames.find(REGISTRY, TransactionSynchronizationRegistry.class)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "This server has no " + REGISTRY + ": it must be a Jakarta EE server."));
  }

  @PreDestroy
  synchronized void close() {
    if (factory != null) {
      factory.close();
      factory = null;
    }
  }

  /** Closes an entity manager once its transaction has ended, and counts it if it is committed. */
  private record CloseAfter(EntityManager opened) implements Synchronization {
    @Override
    public void beforeCompletion() {
      // Nothing: the provider's own synchronization writes what is pending.
    }

    @Override
    public void afterCompletion(int status) {
      if (status == Status.STATUS_COMMITTED) {
        Commits.one();
      }
      if (opened.isOpen()) {
        opened.close();
      }
    }
  }
}
