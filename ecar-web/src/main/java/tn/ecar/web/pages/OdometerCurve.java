package tn.ecar.web.pages;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tn.ecar.garage.upkeep.ServicePrediction;
import tn.ecar.garage.vehicle.OdometerReading;

/**
 * The readings of a vehicle as a curve over the days, and the services to come with the range in
 * which each may fall due: the figures of a drawing of {@value #WIDTH} by {@value #HEIGHT}.
 */
public final class OdometerCurve {
  /** Width of the drawing. */
  public static final int WIDTH = 640;

  /** Height of the drawing. */
  public static final int HEIGHT = 200;

  private static final int START = 60;
  private static final int END = WIDTH - 24;
  private static final int TOP = 12;
  private static final int BOTTOM = HEIGHT - 24;
  private static final int GRID = 4;

  /** A point with what it says. */
  public record Point(double x, double y, LocalDate day, int km) {}

  /** A line of the grid. */
  public record Mark(double at, String label) {}

  /** A service to come: where it is expected, and from where to where it may move. */
  public record Due(String name, double x, double from, double to, double y, LocalDate day) {}

  private final List<Point> points;
  private final List<Due> due;
  private final List<Mark> days;
  private final List<Mark> kilometres;

  private OdometerCurve(List<Point> points, List<Due> due, List<Mark> days, List<Mark> kilometres) {
    this.points = List.copyOf(points);
    this.due = List.copyOf(due);
    this.days = List.copyOf(days);
    this.kilometres = List.copyOf(kilometres);
  }

  /** Draws readings in any order, and the services that are expected by kilometres. */
  static OdometerCurve of(List<OdometerReading> readings, List<ServicePrediction> predictions) {
    List<ServicePrediction> ahead =
        predictions.stream().filter(each -> each.getDueKm() != null).toList();
    if (readings.isEmpty()) {
      return new OdometerCurve(List.of(), List.of(), List.of(), List.of());
    }
    List<LocalDate> allDays =
        new ArrayList<>(readings.stream().map(OdometerReading::getOn).toList());
    ahead.forEach(
        each -> allDays.add(each.getLatest() == null ? each.getDueOn() : each.getLatest()));
    LocalDate first = allDays.stream().min(Comparator.naturalOrder()).orElseThrow();
    LocalDate last = allDays.stream().max(Comparator.naturalOrder()).orElseThrow();
    int least = readings.stream().mapToInt(OdometerReading::getKm).min().orElseThrow();
    int most =
        Math.max(
            readings.stream().mapToInt(OdometerReading::getKm).max().orElseThrow(),
            ahead.stream().mapToInt(ServicePrediction::getDueKm).max().orElse(0));
    Scale scale =
        new Scale(
            first,
            Math.max(1, ChronoUnit.DAYS.between(first, last)),
            least,
            Math.max(1, most - least));
    List<Point> points =
        readings.stream()
            .sorted(
                Comparator.comparing(OdometerReading::getOn).thenComparing(OdometerReading::getKm))
            .map(
                each ->
                    new Point(
                        scale.x(each.getOn()), scale.y(each.getKm()), each.getOn(), each.getKm()))
            .toList();
    List<Due> due =
        ahead.stream()
            .map(
                each ->
                    new Due(
                        each.getName(),
                        scale.x(each.getDueOn()),
                        scale.x(each.getEarliest() == null ? each.getDueOn() : each.getEarliest()),
                        scale.x(each.getLatest() == null ? each.getDueOn() : each.getLatest()),
                        scale.y(each.getDueKm()),
                        each.getDueOn()))
            .toList();
    return new OdometerCurve(points, due, scale.days(), scale.kilometres());
  }

  /** Where a day and a reading lie in the drawing. */
  private record Scale(LocalDate first, long length, int least, int span) {
    double x(LocalDate day) {
      return rounded(START + (END - START) * (double) ChronoUnit.DAYS.between(first, day) / length);
    }

    double y(int km) {
      return rounded(BOTTOM - (BOTTOM - TOP) * (double) (km - least) / span);
    }

    List<Mark> days() {
      List<Mark> marks = new ArrayList<>();
      for (int i = 0; i <= GRID; i++) {
        LocalDate day = first.plusDays(length * i / GRID);
        marks.add(
            new Mark(
                x(day), String.format(Locale.ROOT, "%02d/%d", day.getMonthValue(), day.getYear())));
      }
      return marks;
    }

    List<Mark> kilometres() {
      List<Mark> marks = new ArrayList<>();
      for (int i = 0; i <= GRID; i++) {
        int km = least + span * i / GRID;
        marks.add(new Mark(y(km), String.format(Locale.FRENCH, "%,d", km)));
      }
      return marks;
    }

    private static double rounded(double at) {
      return Math.round(at * 10) / 10.0;
    }
  }

  public List<Point> getPoints() {
    return points;
  }

  /** Returns the points as an SVG line wants them. */
  public String getLine() {
    return points.stream().map(each -> each.x() + "," + each.y()).collect(Collectors.joining(" "));
  }

  public List<Due> getDue() {
    return due;
  }

  public List<Mark> getDays() {
    return days;
  }

  public List<Mark> getKilometres() {
    return kilometres;
  }

  /** Returns true if there is a line to draw. */
  public boolean isDrawn() {
    return points.size() > 1;
  }
}
