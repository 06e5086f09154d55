package tn.ecar.garage.upkeep;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import tn.ecar.garage.vehicle.OdometerReading;
import tn.ecar.garage.vehicle.OdometerReading.Source;

/**
 * The distance a vehicle went, as if it had one odometer that was never read wrong: a correction
 * takes back the readings it puts right, and a replaced instrument goes on where the old one ended.
 * The newest point shows what the odometer shows.
 *
 * @param points oldest first; what an earlier instrument showed is shifted, and may be negative
 * @param changes corrections and replacements, oldest first
 */
public record Distance(List<Point> points, List<Change> changes) {
  /**
   * A reading on the present instrument's scale.
   *
   * @param on the day
   * @param km what the present instrument would have shown
   */
  public record Point(LocalDate on, int km) {}

  /**
   * Something that makes earlier readings mean another one.
   *
   * @param on the day
   * @param shift what is added to earlier readings
   * @param highest no earlier reading, shifted, was higher
   */
  public record Change(LocalDate on, int shift, int highest) {}

  public Distance {
    points = List.copyOf(points);
    changes = List.copyOf(changes);
  }

  /**
   * Puts readings right.
   *
   * @param readings oldest first
   */
  public static Distance of(List<Reading> readings) {
    List<Point> points = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    for (Reading reading : readings) {
      if (reading.source == Source.CORRECTION) {
        points.removeIf(point -> point.km > reading.km);
        changes.add(new Change(reading.on, 0, reading.km));
      }
      if (reading.source == Source.REPLACEMENT && !points.isEmpty()) {
        int shift = reading.km - points.get(points.size() - 1).km;
        points.replaceAll(point -> new Point(point.on, point.km + shift));
        changes.add(new Change(reading.on, shift, reading.km));
      }
      points.add(new Point(reading.on, reading.km));
    }
    return new Distance(points, changes);
  }

  /** Returns what the present instrument would have shown when another showed that on a day. */
  Point onPresentScale(LocalDate on, int km) {
    int shown = km;
    for (Change change : changes) {
      if (change.on.isAfter(on)) {
        shown = Math.min(shown + change.shift, change.highest);
      }
    }
    return new Point(on, shown);
  }

  /**
   * Returns the highest that the instrument of a day can have shown; null if nothing was ever read.
   */
  Integer mostOn(LocalDate on) {
    if (points.isEmpty()) {
      return null;
    }
    int most = points.get(points.size() - 1).km;
    for (int i = changes.size() - 1; i >= 0 && changes.get(i).on.isAfter(on); i--) {
      most = Math.min(most, changes.get(i).highest) - changes.get(i).shift;
    }
    return most;
  }

  /**
   * What the rule needs of a reading.
   *
   * @param on the day
   * @param km what the instrument showed
   * @param source where it comes from
   */
  public record Reading(LocalDate on, int km, Source source) {
    static Reading of(OdometerReading reading) {
      return new Reading(reading.getOn(), reading.getKm(), reading.getSource());
    }
  }
}
