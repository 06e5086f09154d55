package tn.ecar.pool.jdbc.xa;

import java.time.Duration;
import java.util.Optional;

/**
 * What an application server tells of the transaction of the calling thread. A handle asks it with
 * every call, so it must be quick.
 */
public interface TransactionContext {
  /** Outside an application server: no transaction is ever under way. */
  TransactionContext NONE =
      new TransactionContext() {
        @Override
        public Object keyOrNull() {
          return null;
        }

        @Override
        public Optional<Duration> remaining(Object key) {
          return Optional.empty();
        }
      };

  /** Stands for the transaction of this thread, equal as long as it is the same; null outside. */
  Object keyOrNull();

  /**
   * How much of the transaction's time is left.
   *
   * @param key what {@link #keyOrNull} answered, not null
   * @return empty when it has no limit, or the server does not tell
   */
  Optional<Duration> remaining(Object key);
}
