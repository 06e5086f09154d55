package tn.ecar.pool.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.config.Configuration;

/** Who hears the signals. */
class SignalsTest {
  @TempDir Path directory;

  /** The thread died of the first one, and no signal after it ended the pool. */
  @Test
  @Timeout(60)
  void aReloadThatNobodyForesawWasTheLastSignalHeard() throws Exception {
    Path ini =
        Files.writeString(
            directory.resolve("pool.ini"), "[databases]\nx = host=127.0.0.1\n[pgbouncer]\n");
    try (Pooler pooler = Pooler.start("signals", Configuration.read(ini, Map.of()))) {
      AtomicInteger reloads = new AtomicInteger();
      pooler.followedBy(
          configuration -> {
            reloads.incrementAndGet();
            throw new IllegalStateException("by a test");
          });
      new Signals(pooler).obey(new BufferedReader(new StringReader("HUP\nHUP\n")));
      assertThat(reloads.get()).isEqualTo(2);
      pooler.awaitEnd();
    }
  }
}
