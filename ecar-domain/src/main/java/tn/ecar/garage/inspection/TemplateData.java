package tn.ecar.garage.inspection;

import java.util.List;

/**
 * A template as typed.
 *
 * @param name unique among the templates in use
 * @param points what is looked at, in order; at least one
 */
public record TemplateData(String name, List<Point> points) {
  public TemplateData {
    points = points == null ? List.of() : List.copyOf(points);
  }

  /**
   * @param section heading, for example {@code Freins}
   * @param point what is looked at, for example {@code Plaquettes avant}
   */
  public record Point(String section, String point) {}
}
