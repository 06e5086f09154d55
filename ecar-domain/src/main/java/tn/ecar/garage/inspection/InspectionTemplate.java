package tn.ecar.garage.inspection;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;

/**
 * What an inspection looks at. An inspection copies its points when it begins, so changing a
 * template changes no inspection; a template out of use stays for those who look back.
 */
@Entity
@Table(name = "inspection_template")
public class InspectionTemplate {
  private static final int MOST_POINTS = 200;

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "inspection_template_id")
  @SequenceGenerator(
      name = "inspection_template_id",
      sequenceName = "inspection_template_id",
      allocationSize = 50)
  private Long id;

  @Version private int version;
  private String name;
  private boolean active = true;

  @OneToMany(mappedBy = "template", cascade = CascadeType.ALL, orphanRemoval = true)
  @OrderBy("position")
  private List<TemplatePoint> points = new ArrayList<>();

  /** For the persistence provider. */
  protected InspectionTemplate() {}

  InspectionTemplate(TemplateData data) {
    change(data);
  }

  final void change(TemplateData data) {
    if (data.points().isEmpty() || data.points().size() > MOST_POINTS) {
      throw new RuleViolation(
          "points", data.points().size(), "A template has 1 to " + MOST_POINTS + " points.");
    }
    name = Texts.required("name", data.name(), 80);
    points.clear();
    data.points().forEach(point -> points.add(new TemplatePoint(this, points.size(), point)));
  }

  void retire() {
    active = false;
  }

  public Long getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  public String getName() {
    return name;
  }

  /** Returns false once it is out of use. */
  public boolean isActive() {
    return active;
  }

  /** Returns the points in order; a copy. */
  public List<TemplatePoint> getPoints() {
    return points.stream().sorted(Comparator.comparing(TemplatePoint::position)).toList();
  }
}
