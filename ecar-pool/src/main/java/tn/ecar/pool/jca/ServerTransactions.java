package tn.ecar.pool.jca;

import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import tn.ecar.pool.jdbc.xa.TransactionContext;

/**
 * The application server's transactions as the adapter sees them.
 *
 * <p>No standard call tells how long a transaction may still take. Servers that call {@code
 * XAResource.setTransactionTimeout} (WildFly) say it there; Payara never calls it, but its
 * transaction key is the transaction, whose {@code getRemainingTimeout} answers in seconds: 0
 * without a limit, negative when it is past.
 */
final class ServerTransactions implements TransactionContext {
  private static final Logger LOG = Logger.getLogger(ServerTransactions.class.getName());

  private final TransactionSynchronizationRegistry registry;
  private final ClassValue<Optional<MethodHandle>> remaining =
      new ClassValue<>() {
        @Override
        protected Optional<MethodHandle> computeValue(Class<?> type) {
          try {
            return Optional.of(
                MethodHandles.publicLookup()
                    .findVirtual(type, "getRemainingTimeout", MethodType.methodType(int.class))
                    .asType(MethodType.methodType(int.class, Object.class)));
          } catch (NoSuchMethodException | IllegalAccessException another) {
            LOG.log(Level.FINE, "{0} does not tell its time limit", type.getName());
            return Optional.empty();
          }
        }
      };

  ServerTransactions(TransactionSynchronizationRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Object keyOrNull() {
    return registry.getTransactionKey();
  }

  @Override
  public Optional<Duration> remaining(Object key) {
    Optional<MethodHandle> ask = remaining.get(key.getClass());
    if (ask.isEmpty()) {
      return Optional.empty();
    }
    try {
      int seconds = (int) ask.get().invokeExact(key);
      return seconds == 0
          ? Optional.empty()
          : Optional.of(Duration.ofSeconds(Math.max(0, seconds)));
    } catch (Throwable broken) {
      throw new IllegalStateException("the server does not tell a transaction's limit", broken);
    }
  }
}
