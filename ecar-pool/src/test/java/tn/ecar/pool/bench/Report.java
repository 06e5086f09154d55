package tn.ecar.pool.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All that was measured: a table for people, rows for programs. */
final class Report {
  private final List<Contestant> contestants;

  /** What is to be said of every line. */
  private final String remark;

  private final List<Comparison> comparisons = new ArrayList<>();

  Report(List<Contestant> contestants, boolean unix) {
    this.contestants = contestants;
    this.remark = unix ? ", ECAR by unix socket" : "";
  }

  /** Takes in what the turns of one line have brought; its table. */
  String add(Line line, List<Turn> turns) {
    List<Comparison> mine = new ArrayList<>();
    for (Measure measure : Measure.of(line)) {
      double[] ours = values(turns, Contestant.ECAR, measure);
      for (Contestant peer : contestants) {
        if (peer != Contestant.ECAR) {
          mine.add(Comparison.of(line, measure, peer, ours, values(turns, peer, measure)));
        }
      }
    }
    comparisons.addAll(mine);
    return table(line, turns, mine);
  }

  List<Comparison> comparisons() {
    return List.copyOf(comparisons);
  }

  private static double[] values(List<Turn> turns, Contestant contestant, Measure measure) {
    return turns.stream()
        .filter(turn -> turn.contestant() == contestant)
        .mapToDouble(measure::of)
        .toArray();
  }

  private String table(Line line, List<Turn> turns, List<Comparison> mine) {
    List<Measure> measures = Measure.of(line);
    StringBuilder table = new StringBuilder("\n### " + line.title() + remark + "\n\n| pool |");
    measures.forEach(measure -> table.append(" " + measure.title() + ", " + measure.unit() + " |"));
    table.append("\n| --- |" + " ---: |".repeat(measures.size()) + "\n");
    for (Contestant contestant : contestants) {
      table.append("| " + contestant.title() + " |");
      for (Measure measure : measures) {
        double[] values = values(turns, contestant, measure);
        table.append(
            String.format(
                Locale.ROOT,
                " %s (%s–%s) |",
                number(Comparison.median(values)),
                number(java.util.Arrays.stream(values).min().orElseThrow()),
                number(java.util.Arrays.stream(values).max().orElseThrow())));
      }
      table.append('\n');
    }
    for (Contestant peer : contestants) {
      if (peer != Contestant.ECAR) {
        table.append("| **ECAR : " + peer.title() + "** |");
        mine.stream()
            .filter(comparison -> comparison.peer() == peer)
            .forEach(comparison -> table.append(" " + verdict(comparison) + " |"));
        table.append('\n');
      }
    }
    return table.toString();
  }

  private static String verdict(Comparison comparison) {
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f–%.2f) %s",
        comparison.ratio(),
        comparison.low(),
        comparison.high(),
        comparison.verdict().name().toLowerCase(Locale.ROOT));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.1f", value);
  }

  /** Writes a row for each comparison. */
  void writeTo(Path json) throws IOException {
    StringBuilder rows = new StringBuilder("[\n");
    for (Comparison comparison : comparisons) {
      rows.append(rows.length() > 2 ? ",\n" : "").append("  ").append(row(comparison));
    }
    Files.writeString(json, rows.append("\n]\n"));
  }

  private String row(Comparison comparison) {
    return String.format(
        Locale.ROOT,
        "{\"line\": \"%s%s, %s\", \"unit\": \"%s\", \"ours\": %.3f, \"peer\": %.3f,"
            + " \"peer_name\": \"%s\", \"ratio\": %.4f, \"low\": %.4f, \"high\": %.4f}",
        comparison.line().title(),
        remark,
        comparison.measure().title(),
        comparison.measure().unit(),
        comparison.ours(),
        comparison.theirs(),
        comparison.peer().title(),
        comparison.ratio(),
        comparison.low(),
        comparison.high());
  }
}
