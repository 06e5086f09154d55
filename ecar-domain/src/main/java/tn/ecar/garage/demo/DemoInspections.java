package tn.ecar.garage.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tn.ecar.garage.attachment.Attachments;
import tn.ecar.garage.inspection.Inspection;
import tn.ecar.garage.inspection.InspectionPoint;
import tn.ecar.garage.inspection.InspectionTemplate;
import tn.ecar.garage.inspection.Inspections;
import tn.ecar.garage.inspection.PointResult;

/** The inspections of the demo: most points are good, one or two are to be watched. */
@ApplicationScoped
public class DemoInspections {
  private static final List<String> NOTES =
      List.of(
          "3 mm restants",
          "Usure irrégulière",
          "Légère fuite",
          "Craquelures visibles",
          "Jeu léger");
  private static final int URGENT_EVERY = 4;

  private final Inspections inspections;
  private final Attachments attachments;

  @Inject
  public DemoInspections(Inspections inspections, Attachments attachments) {
    this.inspections = inspections;
    this.attachments = attachments;
  }

  /** For the container's client proxy. */
  protected DemoInspections() {
    this(null, null);
  }

  /**
   * Looks at each point of the first template and closes the inspection.
   *
   * @param turn decides what is found
   */
  void inspect(long order, int turn) {
    Inspection inspection = begun(order);
    List<InspectionPoint> points = inspection.getPoints();
    int worn = turn * 5 % points.size();
    for (int i = 0; i < points.size(); i++) {
      boolean found = i == worn;
      seen(
          inspection,
          points.get(i),
          found ? worn(turn) : PointResult.GOOD,
          found ? NOTES.get(turn % NOTES.size()) : null);
    }
    inspections.close(inspection.getId());
  }

  private static PointResult worn(int turn) {
    return turn % URGENT_EVERY == 0 ? PointResult.URGENT : PointResult.WATCH;
  }

  /** Finds the front brakes worn out, with a photo, and everything else good. */
  void findBrakesWorn(long order) {
    Inspection inspection = begun(order);
    List<InspectionPoint> points = inspection.getPoints();
    InspectionPoint brakes = points.get(0);
    seen(inspection, brakes, PointResult.URGENT, "2 mm restants à gauche, disque rayé");
    points.stream().skip(1).forEach(point -> seen(inspection, point, PointResult.GOOD, null));
    photograph(order, brakes);
    inspections.close(inspection.getId());
  }

  /** Looks at the first half of the points: the rest is still to be done. */
  void beginOnly(long order) {
    Inspection inspection = begun(order);
    List<InspectionPoint> points = inspection.getPoints();
    points.stream()
        .limit(points.size() / 2)
        .forEach(point -> seen(inspection, point, PointResult.GOOD, null));
  }

  private Inspection begun(long order) {
    InspectionTemplate template = inspections.templates().get(0);
    return inspections.begin(order, template.getId());
  }

  private void seen(Inspection inspection, InspectionPoint point, PointResult result, String note) {
    inspections.seen(inspection.getId(), point.getId(), result, note);
  }

  private void photograph(long order, InspectionPoint point) {
    try {
      Path file = Files.createTempFile("frein", ".png");
      try {
        Files.write(file, DemoPhoto.wornBrake());
        attachments.store(order, point.getId(), "frein-avant-gauche.png", "image/png", file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
