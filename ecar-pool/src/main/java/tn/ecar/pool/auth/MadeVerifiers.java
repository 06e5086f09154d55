package tn.ecar.pool.auth;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The verifiers that were made of clear passwords, each once: making one takes some milliseconds,
 * which every login would pay again. Those used last are kept. Any thread.
 */
final class MadeVerifiers {
  private static final int MOST = 1_000;

  private record Key(Secret.Clear password, Bytes salt, int iterations) {}

  /** Guarded by itself. */
  private final Map<Key, Secret.ScramVerifier> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Secret.ScramVerifier> eldest) {
          return size() > MOST;
        }
      };

  Secret.ScramVerifier of(Secret.Clear password, byte[] salt, int iterations) {
    Key key = new Key(password, Bytes.of(salt), iterations);
    synchronized (kept) {
      Secret.ScramVerifier made = kept.get(key);
      if (made != null) {
        return made;
      }
    }
    // Without the lock: who needs another one must not wait for it.
    Secret.ScramVerifier fresh = ScramServer.verifier(password, salt, iterations);
    synchronized (kept) {
      kept.put(key, fresh);
    }
    return fresh;
  }
}
