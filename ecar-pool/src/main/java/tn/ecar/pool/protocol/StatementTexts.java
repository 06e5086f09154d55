package tn.ecar.pool.protocol;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All prepared statements of a pooler by text and parameter types, so that clients that prepare the
 * same share one. Forgets those that neither a client nor a server holds any more. Thread-safe.
 */
public final class StatementTexts {
  private static final class Text {
    private final byte[] body;
    private final int hash;

    Text(byte[] body) {
      this.body = body;
      this.hash = Arrays.hashCode(body);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Text that && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  private static final class Known extends WeakReference<Statement> {
    private final Text text;

    Known(Text text, Statement statement, ReferenceQueue<Statement> forgotten) {
      super(statement, forgotten);
      this.text = text;
    }
  }

  private final ConcurrentHashMap<Text, Known> known = new ConcurrentHashMap<>();
  private final ReferenceQueue<Statement> forgotten = new ReferenceQueue<>();
  private final AtomicLong numbers = new AtomicLong();

  /** The statement of this text; a new one when the old has become stale. */
  Statement of(byte[] body) {
    sweep();
    Text text = new Text(body);
    while (true) {
      Known present = known.get(text);
      Statement statement = present == null ? null : present.get();
      if (statement != null && !statement.isStale()) {
        return statement;
      }
      Statement fresh = new Statement(numbers.incrementAndGet(), body);
      Known entry = new Known(text, fresh, forgotten);
      boolean entered =
          present == null
              ? known.putIfAbsent(text, entry) == null
              : known.replace(text, present, entry);
      if (entered) {
        return fresh;
      }
    }
  }

  private void sweep() {
    for (Object gone = forgotten.poll(); gone != null; gone = forgotten.poll()) {
      Known entry = (Known) gone;
      known.remove(entry.text, entry);
    }
  }

  int size() {
    sweep();
    return known.size();
  }
}
