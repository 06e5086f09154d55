package tn.ecar.pool.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.protocol.Refusal;

class AwayTest {
  @TempDir Path directory;

  /** What the pool cannot prove by one entry was said of every entry of that host. */
  @Test
  void aHostThatHadAnsweredWasNotAskedByItsOtherEntries() throws Exception {
    Path ini = directory.resolve("pool.ini");
    Files.writeString(ini, "[databases]\nx = host=192.0.2.1\ny = host=192.0.2.1\n[pgbouncer]\n");
    Map<String, DatabaseSettings> entries = Configuration.read(ini, Map.of()).databases();
    Place first = new Place(entries.get("x"), entries.get("x").addresses().get(0));
    Place second = new Place(entries.get("y"), entries.get("y").addresses().get(0));

    assertThat(Away.of(first, Refusal.of("server login failed: wrong kind")).isSilent(second))
        .isFalse();
    Refusal unreachable = Refusal.of("connect timeout");
    unreachable.initCause(new IOException("timed out"));
    assertThat(Away.of(first, unreachable).isSilent(second)).isTrue();
  }
}
