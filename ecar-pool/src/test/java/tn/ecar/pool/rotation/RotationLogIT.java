package tn.ecar.pool.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** What the log tells of rotations. */
class RotationLogIT {
  /** One line with a stack trace at each look, three a second while somebody held the right. */
  @Test
  void aBrokenJournalFilledTheLog() throws Exception {
    try (Scene scene = Scene.of("scram-sha-256")) {
      Rotations looking = scene.watched((user, what) -> {});
      Path broken = scene.userlist().resolveSibling("userlist.txt.rotation.apprentice");
      Files.writeString(broken, "step=HALF_WRITTEN");
      List<LogRecord> lines = new CopyOnWriteArrayList<>();
      Handler listener = listener(broken, lines);
      POOL_LOG.addHandler(listener);
      try {
        looking.resume();
        looking.resume();
        looking.figures();
        assertThat(lines).singleElement().extracting(LogRecord::getThrown).isNull();
        Files.delete(broken);
        looking.resume();
        Files.writeString(broken, "step=HALF_WRITTEN");
        looking.resume();
        assertThat(lines).as("what was mended and broke again is told again").hasSize(2);
      } finally {
        POOL_LOG.removeHandler(listener);
      }
    }
  }

  /** Loggers are held weakly by the Java machine. */
  private static final Logger POOL_LOG = Logger.getLogger("tn.ecar.pool");

  private static Handler listener(Path named, List<LogRecord> lines) {
    Thread here = Thread.currentThread();
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        String text = line.getMessage() + Arrays.toString(line.getParameters());
        boolean told =
            text.contains(named.toString())
                || (line.getThrown() != null && line.getThrown().toString().contains("" + named));
        // The pool's own sweep looks as well.
        if (told && Thread.currentThread().equals(here)) {
          lines.add(line);
        }
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
