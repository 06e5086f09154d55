package tn.ecar.garage.inspection;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import tn.ecar.garage.Texts;

/** A point that an inspection looks at, and the section it belongs to. */
@Entity
@Table(name = "inspection_template_point")
public class TemplatePoint {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "inspection_template_point_id")
  @SequenceGenerator(
      name = "inspection_template_point_id",
      sequenceName = "inspection_template_point_id",
      allocationSize = 50)
  private Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "template_id")
  private InspectionTemplate template;

  private int position;
  private String section;
  private String point;

  /** For the persistence provider. */
  protected TemplatePoint() {}

  TemplatePoint(InspectionTemplate template, int position, TemplateData.Point data) {
    this.template = template;
    this.position = position;
    this.section = Texts.required("section", data.section(), 60);
    this.point = Texts.required("point", data.point(), 120);
  }

  public Long getId() {
    return id;
  }

  /** Returns the template it belongs to. */
  public InspectionTemplate getTemplate() {
    return template;
  }

  int position() {
    return position;
  }

  public String getSection() {
    return section;
  }

  public String getPoint() {
    return point;
  }
}
