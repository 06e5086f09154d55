package tn.ecar.pool.bench;

import java.util.List;

/** What is compared. */
enum Measure {
  THROUGHPUT("throughput", "op/s", true),
  TIME("time", "ns/op", false),
  P50("p50", "µs", false),
  P99("p99", "µs", false),
  P999("p99.9", "µs", false),
  BYTES("allocated", "B/op", false);

  private final String title;
  private final String unit;
  private final boolean moreIsBetter;

  Measure(String title, String unit, boolean moreIsBetter) {
    this.title = title;
    this.unit = unit;
    this.moreIsBetter = moreIsBetter;
  }

  static List<Measure> of(Line line) {
    return line.hasStatements() ? List.of(THROUGHPUT, P50, P99, P999, BYTES) : List.of(TIME, BYTES);
  }

  String title() {
    return title;
  }

  String unit() {
    return unit;
  }

  boolean moreIsBetter() {
    return moreIsBetter;
  }

  double of(Turn turn) {
    return switch (this) {
      case THROUGHPUT -> turn.throughput();
      case TIME -> turn.nanos();
      case P50 -> turn.p50();
      case P99 -> turn.p99();
      case P999 -> turn.p999();
      case BYTES -> turn.bytes();
    };
  }
}
