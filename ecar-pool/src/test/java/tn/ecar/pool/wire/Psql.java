package tn.ecar.pool.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import tn.ecar.pool.RealPostgres;

/** The program psql with one command and the environment of libpq. */
final class Psql {
  private final Map<String, String> environment = new TreeMap<>();

  private Psql() {}

  /** What it has said, on both streams, and whether it went well. */
  record Said(int code, String text) {
    boolean failed() {
      return code != 0;
    }
  }

  /** One that logs in over TCP as the usual user. */
  static Psql of(ListeningPool pool) {
    return new Psql()
        .with("PGHOST", "127.0.0.1")
        .with("PGPORT", "" + pool.port())
        .with("PGUSER", RealPostgres.USER)
        .with("PGPASSWORD", RealPostgres.PASSWORD)
        .with("PGDATABASE", RealPostgres.DATABASE)
        .with("PGSSLMODE", "prefer")
        .with("PGCONNECT_TIMEOUT", "30");
  }

  /** One variable of libpq, such as PGSSLMODE. */
  Psql with(String name, Object value) {
    environment.put(name, value.toString());
    return this;
  }

  Said run(String command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of("psql", "-X", "-A", "-t", "-w", "-c", command));
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    List<String> lines = new ArrayList<>();
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(lines::add);
    }
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("psql does not end: " + command);
    }
    return new Said(process.exitValue(), String.join("\n", lines));
  }
}
