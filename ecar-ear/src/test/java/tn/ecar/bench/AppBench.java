package tn.ecar.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import tn.ecar.garage.staff.PasswordHash;
import tn.ecar.launch.Arguments;
import tn.ecar.launch.Launch;
import tn.ecar.launch.Refusal;
import tn.ecar.launch.server.Distribution;
import tn.ecar.system.Product;

/**
 * {@code ./ecar bench app}: how fast the garage answers people. First 64 users without a pause, on
 * ECAR's pool, on Payara's own and on Payara's through a pgbouncer daemon, in turns; then 20 users
 * on ECAR, each list, search and detail by name, over REST and in the pages.
 */
public final class AppBench {
  private static final int PEOPLE = 20;
  private static final int PROGRAMS = 64;
  private static final String MANAGER = "manager";
  private static final String PASSWORD = "bench-" + Long.toHexString(System.nanoTime());
  private static final double MILLION = 1e6;

  private final AppOptions options;
  private final PrintStream out;
  private final JsonArrayBuilder rows = Json.createArrayBuilder();

  private AppBench(AppOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Measures and prints. */
  public static void main(String[] words) throws Exception {
    AppOptions options;
    try {
      options = AppOptions.parse(words);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    new AppBench(options, System.out).run();
    System.exit(0);
  }

  private void run() throws Exception {
    Path data = options.data() == null ? Files.createTempDirectory("ecar-bench") : options.data();
    // A daemon that gives up its rights must still reach its own files below.
    Path work = Files.createTempDirectory(Path.of("/tmp"), "ecar-bench-peers");
    work.toFile().setExecutable(true, false);
    int port = Product.freePort();
    Map<String, String> environment = new HashMap<>(Product.environment());
    environment.put("ECAR_POOL_DEFAULT_POOL_SIZE", Integer.toString(Contestant.CONNECTIONS));
    Launch launch =
        new Launch(
            Arguments.parse(
                List.of(
                    "run",
                    "--port",
                    Integer.toString(port),
                    "--data",
                    data.toString(),
                    "--demo=" + options.scale())),
            environment,
            new Distribution(Product.distribution()),
            System.err);
    try {
      launch.run();
      knownPassword(launch);
      Contestant ours = Contestant.ours(java.net.URI.create("http://localhost:" + port + "/"));
      // First, for then all three are as fresh: people leave pages in the sessions of a garage.
      compare(launch, ours, work);
      people(ours);
    } finally {
      launch.stop();
    }
    if (options.json() != null) {
      Files.writeString(options.json(), rows.build().toString());
    }
  }

  /** A garage that an earlier run filled has a password that nobody wrote down. */
  private static void knownPassword(Launch launch) throws SQLException, Refusal {
    try (Connection connection = launch.database().owner().open();
        PreparedStatement change =
            connection.prepareStatement(
                "update staff_account set password_hash = ? where login = ?")) {
      change.setString(1, PasswordHash.of(PASSWORD).encoded());
      change.setString(2, MANAGER);
      change.executeUpdate();
    }
  }

  private void people(Contestant ours) throws IOException, InterruptedException {
    List<Site> users = users(ours, PEOPLE);
    for (boolean pages : new boolean[] {false, true}) {
      Requests requests = pages ? Requests.pages(users.get(0)) : Requests.of(users.get(0));
      Crowd crowd = new Crowd(users, requests, options.think());
      // A garage has been open for hours: the compiler is done before anything counts.
      new Crowd(users, requests, Duration.ZERO).work(options.slice().multipliedBy(6), 1);
      Crowd.Outcome outcome = crowd.work(options.slice().multipliedBy(6), 2);
      report(pages ? "pages" : "REST", outcome, pages ? 100 : 30, pages ? 300 : 150);
    }
  }

  private void report(String what, Crowd.Outcome outcome, double median, double p99) {
    out.printf(
        "%n%s, %d users, %d ms between an answer and the next request: %.1f requests/s, %d"
            + " failures%n%n",
        what, PEOPLE, options.think().toMillis(), outcome.perSecond(), outcome.failures().size());
    outcome.failures().stream().distinct().limit(5).forEach(out::println);
    out.println("| request | n | median, ms | p99, ms | |");
    out.println("| --- | ---: | ---: | ---: | --- |");
    Map<String, Histogram> all = new LinkedHashMap<>();
    all.put("all", outcome.all());
    all.putAll(outcome.times());
    all.forEach(
        (name, times) -> {
          double mid = times.getValueAtPercentile(50) / MILLION;
          double high = times.getValueAtPercentile(99) / MILLION;
          out.printf(
              "| %s | %d | %.1f | %.1f | %s |%n",
              name,
              times.getTotalCount(),
              mid,
              high,
              mid < median && high < p99 ? "" : "over " + median + " / " + p99);
          rows.add(
              Json.createObjectBuilder()
                  .add("line", what + ": " + name)
                  .add("users", PEOPLE)
                  .add("unit", "ms")
                  .add("n", times.getTotalCount())
                  .add("median", mid)
                  .add("p99", high));
        });
  }

  private void compare(Launch launch, Contestant ours, Path work) throws Exception {
    String direct = launch.database().owner().host() + ":" + launch.database().owner().port();
    try (PgBouncer daemon = PgBouncer.start(launch.database().owner(), work.resolve("pgbouncer"));
        Contestant payara =
            Contestant.payara(
                "Payara's pool",
                launch.database(),
                direct,
                Contestant.CONNECTIONS,
                "",
                work.resolve("payara"));
        Contestant through =
            Contestant.payara(
                "Payara's pool, pgbouncer",
                launch.database(),
                daemon.address(),
                PROGRAMS,
                "prepareThreshold=0",
                work.resolve("through"))) {
      List<Contestant> contestants = List.of(ours, payara, through);
      Map<Contestant, List<Site>> users = new LinkedHashMap<>();
      for (Contestant each : contestants) {
        users.put(each, users(each, PROGRAMS));
      }
      Requests requests = Requests.of(users.get(ours).get(0));
      Map<Contestant, List<Crowd.Outcome>> outcomes = new LinkedHashMap<>();
      for (int round = -2; round < options.rounds(); round++) {
        for (int i = 0; i < contestants.size(); i++) {
          Contestant each = contestants.get(Math.floorMod(i + round, contestants.size()));
          Crowd.Outcome outcome =
              new Crowd(users.get(each), requests, Duration.ZERO).work(options.slice(), round + 10);
          if (round >= 0) {
            outcomes.computeIfAbsent(each, any -> new ArrayList<>()).add(outcome);
          }
        }
      }
      out.printf(
          "%n%d users without a pause, %d server connections, %s, %d rounds of %d s%n%n",
          PROGRAMS,
          Contestant.CONNECTIONS,
          daemon.version(),
          options.rounds(),
          options.slice().toSeconds());
      out.println("| | requests/s | median, ms | p99, ms | failures |");
      out.println("| --- | ---: | ---: | ---: | ---: |");
      contestants.forEach(each -> absolute(each, outcomes.get(each)));
      out.println();
      out.println("| ECAR to | requests/s | median | p99 |");
      out.println("| --- | ---: | ---: | ---: |");
      for (Contestant peer : contestants.subList(1, contestants.size())) {
        out.printf(
            "| %s | %s | %s | %s |%n",
            peer.name(),
            ratio(
                peer,
                "requests/s",
                outcomes.get(ours),
                outcomes.get(peer),
                Crowd.Outcome::perSecond),
            ratio(peer, "median", outcomes.get(ours), outcomes.get(peer), o -> o.millis(50)),
            ratio(peer, "p99", outcomes.get(ours), outcomes.get(peer), o -> o.millis(99)));
      }
    }
  }

  private void absolute(Contestant each, List<Crowd.Outcome> outcomes) {
    out.printf(
        "| %s | %s | %s | %s | %d |%n",
        each.name(),
        spread(outcomes, Crowd.Outcome::perSecond),
        spread(outcomes, o -> o.millis(50)),
        spread(outcomes, o -> o.millis(99)),
        outcomes.stream().mapToInt(o -> o.failures().size()).sum());
    outcomes.stream()
        .flatMap(o -> o.failures().stream())
        .distinct()
        .limit(3)
        .forEach(failure -> System.err.println(each.name() + ": " + failure));
  }

  private static String spread(
      List<Crowd.Outcome> outcomes, ToDoubleFunction<Crowd.Outcome> figure) {
    double[] values = outcomes.stream().mapToDouble(figure).sorted().toArray();
    return String.format("%.1f (%.1f–%.1f)", median(values), values[0], values[values.length - 1]);
  }

  /** The ratio is taken within each round: a slow moment of the machine hits all alike. */
  private String ratio(
      Contestant peer,
      String measure,
      List<Crowd.Outcome> ours,
      List<Crowd.Outcome> theirs,
      ToDoubleFunction<Crowd.Outcome> figure) {
    double[] ratios = new double[ours.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i));
    }
    Arrays.sort(ratios);
    rows.add(
        Json.createObjectBuilder()
            .add("line", "64 users")
            .add("unit", measure)
            .add("peer_name", peer.name())
            .add("ratio", median(ratios))
            .add("low", ratios[0])
            .add("high", ratios[ratios.length - 1]));
    return String.format("%.2f (%.2f–%.2f)", median(ratios), ratios[0], ratios[ratios.length - 1]);
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static List<Site> users(Contestant contestant, int number) throws IOException {
    List<Site> users = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      users.add(new Site(contestant.base()).signIn(MANAGER, PASSWORD));
    }
    return users;
  }
}
