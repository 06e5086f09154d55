package tn.ecar.pool.bench.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import tn.ecar.pool.RealPostgres;

/**
 * Measures the wire door beside a pgbouncer, a bare forwarder and PostgreSQL itself, by pgbench and
 * psql. All stand side by side and take turns, in an order that changes from round to round.
 */
public final class WireBench implements AutoCloseable {
  private static final int ROW = 100;

  private final WireOptions options;
  private final Path directory;
  private final List<Station> stations = new ArrayList<>();
  private final WireReport report = new WireReport();

  private WireBench(WireOptions options, Path directory) {
    this.options = options;
    this.directory = directory;
  }

  /** Measures, prints a table and, where asked, writes rows of JSON. */
  public static void main(String... arguments) throws Exception {
    WireOptions options;
    try {
      options = WireOptions.parse(arguments);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage() + "\n" + WireOptions.USAGE);
      System.exit(2);
      return;
    }
    run(options);
    System.exit(0); // PostgreSQL ends with the machine.
  }

  static void run(WireOptions options) throws IOException, SQLException, InterruptedException {
    Path directory = Files.createTempDirectory("ecar-bench");
    // A pgbouncer started by root runs as somebody else and reads its ini there.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (WireBench bench = new WireBench(options, directory)) {
      bench.prepare();
      bench.measure();
    }
  }

  private void prepare() throws IOException, SQLException, InterruptedException {
    RealPostgres postgres = RealPostgres.shared();
    int port = postgres.port();
    Load.run(
        List.of(
            "pgbench",
            "-i",
            "-q",
            "-s",
            "" + options.scale(),
            "-h",
            "127.0.0.1",
            "-p",
            "" + port,
            "-U",
            "postgres",
            "postgres"));
    int rows = Load.COPIED * 1_000_000 / ROW;
    Files.writeString(directory.resolve("rows"), ("x".repeat(ROW - 1) + "\n").repeat(rows));
    postgres.execute(
        "postgres",
        "drop table if exists copied, source",
        "create unlogged table copied (line text)",
        "create unlogged table source (line text)",
        "insert into source select repeat('x', "
            + (ROW - 1)
            + ") from generate_series(1, "
            + rows
            + ")",
        "vacuum source");
    stations.add(Station.ecar(port, directory));
    stations.add(Station.direct(port));
    stations.add(Station.forwarder(port));
    String pgbouncer = options.pgbouncer();
    if (pgbouncer == null) {
      report.say("no pgbouncer is on PATH or in PGBOUNCER: its columns are missing");
    } else {
      stations.add(Station.pgbouncer(pgbouncer, port, directory));
    }
    stations.forEach(station -> report.say("measured: " + station.name()));
  }

  private void measure() throws IOException, SQLException, InterruptedException {
    warmUp();
    for (Load load : options.loads()) {
      Map<Station, List<Load.Outcome>> turns = new HashMap<>();
      for (int round = 0; round < options.rounds(); round++) {
        List<Station> order = new ArrayList<>(stations);
        Collections.shuffle(order, new Random(round));
        for (Station station : order) {
          if (load.isPrepared() && station.limited()) {
            continue;
          }
          RealPostgres.shared().execute("postgres", "truncate copied");
          turns
              .computeIfAbsent(station, each -> new ArrayList<>())
              .add(load.run(station, options.seconds(), directory));
        }
      }
      report.add(load, stations, turns);
      if (options.json() != null) {
        report.writeTo(options.json());
      }
    }
    if (options.idle()) {
      report.idle(IdleClients.measure(freshOnes()));
    }
  }

  private void warmUp() throws IOException, InterruptedException, SQLException {
    for (Station station : stations) {
      for (Load load : options.loads()) {
        if (load.isPrepared() && station.limited()) {
          continue;
        }
        // A COPY is over when its rows are, so it is made once for each second.
        int times = load.kind() == Load.Kind.PSQL ? options.warmUp() : 1;
        for (int i = 0; i < times; i++) {
          RealPostgres.shared().execute("postgres", "truncate copied");
          load.run(station, options.warmUp(), directory);
        }
      }
    }
  }

  /** What the load of the other lines has left behind does not count. */
  private List<Station> freshOnes() throws IOException {
    List<Station> pools = new ArrayList<>();
    int port = RealPostgres.shared().port();
    pools.add(Station.ecar(port, directory));
    stations.add(pools.get(0));
    if (options.pgbouncer() != null) {
      pools.add(Station.pgbouncer(options.pgbouncer(), port, directory));
      stations.add(pools.get(1));
    }
    return pools;
  }

  @Override
  public void close() throws IOException {
    stations.forEach(Station::close);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
