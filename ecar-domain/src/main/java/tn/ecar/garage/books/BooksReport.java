package tn.ecar.garage.books;

import java.time.Instant;
import java.util.List;

/**
 * What an audit of the books found.
 *
 * @param at when
 * @param series the number series of every year
 * @param differences what stands, explained or not
 * @param fresh what this audit found first, or found back
 */
public record BooksReport(
    Instant at, List<SeriesState> series, List<KnownDifference> differences, List<String> fresh) {
  public BooksReport {
    series = List.copyOf(series);
    differences = List.copyOf(differences);
    fresh = List.copyOf(fresh);
  }

  /** Returns how many differences nobody has explained. */
  public long unexplained() {
    return differences.stream().filter(KnownDifference::open).count();
  }

  /** Returns the report as a text for a person. */
  public String text() {
    StringBuilder text = new StringBuilder("The books at " + at + "\n\n");
    for (SeriesState one : series) {
      text.append(one.series())
          .append(' ')
          .append(one.year())
          .append(": ")
          .append(one.documents())
          .append(" documents, last number ")
          .append(one.lastNumber())
          .append(one.free() ? ", free of gaps" : ", missing " + one.missing())
          .append('\n');
    }
    text.append('\n');
    if (differences.isEmpty()) {
      return text.append("Every total, stock level and series adds up.\n").toString();
    }
    for (KnownDifference one : differences) {
      text.append(one.rule())
          .append(": ")
          .append(one.thing())
          .append(", since ")
          .append(one.firstSeen())
          .append(
              one.explanation() == null
                  ? ". Not explained.\n"
                  : ". " + one.explainedBy() + ": " + one.explanation() + "\n");
    }
    return text.toString();
  }
}
