package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tn.ecar.garage.inspection.InspectionTemplate;
import tn.ecar.garage.inspection.Inspections;
import tn.ecar.garage.inspection.TemplateData;
import tn.ecar.garage.inspection.TemplateData.Point;
import tn.ecar.garage.inspection.TemplatePoint;

/**
 * The templates of inspections, written as text: a line that ends with a colon begins a section,
 * every other line is a point of it. With an identity, one of them to change.
 */
@Named
@ViewScoped
public class TemplatesPage implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient Inspections inspections;
  private final transient Refusals refusals;
  private final transient Wording wording;

  private Long id;
  private transient InspectionTemplate template;
  private transient List<InspectionTemplate> all = List.of();
  private final Inputs in = new Inputs();

  @Inject
  public TemplatesPage(Inspections inspections, Refusals refusals, Wording wording) {
    this.inspections = inspections;
    this.refusals = refusals;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected TemplatesPage() {
    this(null, null, null);
  }

  /** Reads the templates, and the one that is meant. */
  public void begin() throws IOException {
    all = inspections.templates();
    if (id != null) {
      Visit.to(id, this::read);
    }
  }

  private void read(long identity) {
    template = inspections.template(identity);
    in.put("name", template.getName());
    in.put("points", text(template.getPoints()));
  }

  static String text(List<TemplatePoint> points) {
    StringBuilder text = new StringBuilder();
    String section = null;
    for (TemplatePoint point : points) {
      if (!point.getSection().equals(section)) {
        section = point.getSection();
        text.append(text.isEmpty() ? "" : "\n").append(section).append(":\n");
      }
      text.append(point.getPoint()).append('\n');
    }
    return text.toString();
  }

  static List<Point> points(String text) {
    List<Point> points = new ArrayList<>();
    String section = "";
    for (String line : (text == null ? "" : text).lines().map(String::strip).toList()) {
      if (line.endsWith(":")) {
        section = line.substring(0, line.length() - 1).strip();
      } else if (!line.isEmpty()) {
        points.add(new Point(section, line));
      }
    }
    return points;
  }

  /** Adds a template, or changes it; inspections begun before keep their points. */
  public String save() {
    TemplateData data = new TemplateData(in.text("name"), points(in.text("points")));
    return done(
        refusals.attempt(
            "template",
            () -> {
              if (id == null) {
                inspections.add(data);
              } else {
                inspections.change(id, template.getVersion(), data);
              }
            },
            () -> read(id)));
  }

  /** Takes the template out of use. */
  public String retire() {
    return done(refusals.attempt("removal", () -> inspections.retire(id)));
  }

  private String done(boolean done) {
    if (done) {
      wording.tell("saved", in.text("name"));
    }
    return done ? "templates?faces-redirect=true" : null;
  }

  /** Returns the sections of a template for the list. */
  public String sections(InspectionTemplate each) {
    return each.getPoints().stream()
        .map(TemplatePoint::getSection)
        .distinct()
        .collect(Collectors.joining(" · "));
  }

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    if (Visit.begins()) {
      this.id = id;
    }
  }

  public List<InspectionTemplate> getAll() {
    return all;
  }

  public Inputs getIn() {
    return in;
  }
}
