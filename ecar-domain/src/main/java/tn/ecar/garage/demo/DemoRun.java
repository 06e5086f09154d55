package tn.ecar.garage.demo;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the demo remembers from one visit to the next, while it is made by one thread. */
final class DemoRun {
  private final DemoStock.Shelves shelves;
  private final List<Long> technicians;
  private final Map<Long, Instant> free = new HashMap<>();
  private final DemoCashier.Debts debts = new DemoCashier.Debts();
  private int turn;

  DemoRun(DemoStock.Shelves shelves, List<Long> technicians) {
    this.shelves = shelves;
    this.technicians = List.copyOf(technicians);
  }

  DemoStock.Shelves shelves() {
    return shelves;
  }

  List<Long> technicians() {
    return technicians;
  }

  /** Since when each technician is free. */
  Map<Long, Instant> free() {
    return free;
  }

  DemoCashier.Debts debts() {
    return debts;
  }

  /** How many visits came before: decides, without chance, what is special about one. */
  int turn() {
    return turn;
  }

  long technician() {
    return technicians.get(turn % technicians.size());
  }

  void next() {
    turn++;
  }
}
