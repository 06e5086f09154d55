package tn.ecar.pool.bench.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tn.ecar.pool.bench.Spread;

/** All that was measured: tables for people as it comes, rows for programs at the end. */
final class WireReport {
  private final List<String> rows = new ArrayList<>();

  /**
   * A figure of a turn.
   *
   * @param title what it is
   * @param unit what it is counted in; null for the line's own
   */
  private record Figure(String title, String unit, ToDoubleFunction<Load.Outcome> of) {}

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("throughput", null, Load.Outcome::perSecond),
          new Figure("p50", "µs", Load.Outcome::p50),
          new Figure("p99", "µs", Load.Outcome::p99),
          new Figure("CPU", "µs", Load.Outcome::cpu));

  void say(String sentence) {
    System.out.println(sentence);
  }

  void add(Load load, List<Station> stations, Map<Station, List<Load.Outcome>> turns) {
    say(
        "\n### "
            + load.title()
            + "\n\n| | throughput, "
            + load.unit()
            + " | p50, µs | p99, µs |"
            + " CPU per "
            + (load.unit().equals("MB/s") ? "MB" : "transaction")
            + ", µs |");
    say("| --- | ---: | ---: | ---: | ---: |");
    for (Station station : stations) {
      if (!turns.containsKey(station)) {
        say(
            "| "
                + station.name()
                + " | skipped: prepared statements in transaction mode want 1.21"
                + " or newer | | | |");
        continue;
      }
      StringBuilder line = new StringBuilder("| " + station.name() + " |");
      for (Figure figure : FIGURES) {
        line.append(' ').append(cell(values(turns.get(station), figure))).append(" |");
      }
      say(line.toString());
    }
    for (Station peer : stations.subList(1, stations.size())) {
      if (turns.containsKey(peer)) {
        compare(load, turns.get(stations.get(0)), peer, turns.get(peer));
      }
    }
  }

  private static double[] values(List<Load.Outcome> turns, Figure figure) {
    return turns.stream().mapToDouble(figure.of()).toArray();
  }

  private void compare(
      Load load, List<Load.Outcome> ours, Station peer, List<Load.Outcome> theirs) {
    StringBuilder line = new StringBuilder("| **ECAR : " + peer.name() + "** |");
    for (Figure figure : FIGURES) {
      double[] mine = values(ours, figure);
      double[] other = values(theirs, figure);
      double[] ratios = new double[mine.length];
      for (int i = 0; i < ratios.length; i++) {
        ratios[i] = mine[i] / other[i];
      }
      Spread spread = Spread.of(ratios);
      if (Double.isNaN(spread.ratio()) || Double.isInfinite(spread.ratio())) {
        line.append(" |");
        continue;
      }
      line.append(format(" %.2f (%.2f–%.2f) |", spread.ratio(), spread.low(), spread.high()));
      String unit = figure.unit() == null ? load.unit() : figure.unit();
      rows.add(
          format(
              "{\"line\": \"%s, %s\", \"unit\": \"%s\", \"ours\": %.3f, \"peer\": %.3f,"
                  + " \"peer_name\": \"%s\", \"ratio\": %.4f, \"low\": %.4f, \"high\": %.4f}",
              load.title(),
              figure.title(),
              unit,
              Spread.median(mine),
              Spread.median(other),
              peer.name(),
              spread.ratio(),
              spread.low(),
              spread.high()));
    }
    say(line.toString());
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static String cell(double... values) {
    double median = Spread.median(values);
    if (Double.isNaN(median)) {
      return "";
    }
    return format(median >= 100 ? "%,.0f" : "%.1f", median);
  }

  /** The memory of each for so many idle clients. */
  void idle(List<IdleClients.Memory> all) {
    say("\n### Memory with idle clients\n\n| | idle clients | resident, MB |");
    say("| --- | ---: | ---: |");
    all.forEach(
        memory ->
            say(
                format(
                    "| %s | %,d | %.0f |", memory.name(), memory.clients(), memory.megabytes())));
  }

  void writeTo(Path json) throws IOException {
    Files.writeString(json, "[\n  " + String.join(",\n  ", rows) + "\n]\n");
  }
}
