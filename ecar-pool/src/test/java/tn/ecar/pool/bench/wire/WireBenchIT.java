package tn.ecar.pool.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bench runs and writes what it promises; how fast anything is, is not asked here. */
class WireBenchIT {
  @Test
  void writesARowForEachFigureOfEachLineAndPeer(@TempDir Path directory) throws Exception {
    Path json = directory.resolve("rows.json");
    WireBench.run(
        WireOptions.parse(
            "--quick",
            "--rounds",
            "1",
            "--seconds",
            "1",
            "--warm-up",
            "1",
            "--no-idle",
            "--lines",
            "select prepared, 1|COPY out",
            "--json",
            "" + json));
    String rows = Files.readString(json);
    for (String start :
        new String[] {
          "{\"line\": \"select prepared, 1, throughput\", \"unit\": \"tx/s\", \"ours\": ",
          "{\"line\": \"select prepared, 1, p99\", \"unit\": \"µs\", \"ours\": ",
          "{\"line\": \"COPY out, throughput\", \"unit\": \"MB/s\", \"ours\": "
        }) {
      assertThat(rows).contains(start);
    }
    assertThat(rows)
        .contains("\"peer_name\": \"PostgreSQL itself\"")
        .contains("\"peer_name\": \"bare forwarder\"");
  }

  @Test
  void namesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> WireOptions.parse("--lines", "nothing"))
        .hasMessageContaining("--lines nothing");
    assertThatThrownBy(() -> WireOptions.parse("--rounds", "0")).hasMessageContaining("--rounds 0");
    assertThatThrownBy(() -> WireOptions.parse("--round")).hasMessageContaining("--round");
  }

  @Test
  void knowsWhichVersionsLackPreparedStatements() {
    assertThat(Station.isOlderThan121("1.18.0")).isTrue();
    assertThat(Station.isOlderThan121("1.21.0")).isFalse();
    assertThat(Station.isOlderThan121("1.25.2")).isFalse();
  }
}
