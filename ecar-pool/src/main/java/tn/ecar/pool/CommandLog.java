package tn.ecar.pool;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** The newest {@value #MOST} commands that have changed something, and who gave them. */
final class CommandLog {
  private static final int MOST = 500;

  // Guarded by this, oldest first.
  private final Deque<CommandFigures> given = new ArrayDeque<>();
  private final Supplier<Instant> now;

  CommandLog(Supplier<Instant> now) {
    this.now = now;
  }

  synchronized void add(String who, String command) {
    if (given.size() == MOST) {
      given.removeFirst();
    }
    given.addLast(new CommandFigures(now.get(), who, command));
  }

  /** A line per command, oldest first. */
  synchronized List<CommandFigures> figures() {
    return List.copyOf(given);
  }
}
