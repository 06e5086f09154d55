package tn.ecar.garage.inspection;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import tn.ecar.garage.Texts;

/** A point of an inspection, with what was seen there. Its photos are attachments of the order. */
@Entity
@Table(name = "inspection_point")
public class InspectionPoint {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "inspection_point_id")
  @SequenceGenerator(
      name = "inspection_point_id",
      sequenceName = "inspection_point_id",
      allocationSize = 50)
  private Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "inspection_id")
  private Inspection inspection;

  private int position;
  private String section;

  @Column(name = "point")
  private String name;

  @Enumerated(EnumType.STRING)
  private PointResult result;

  private String note;

  /** For the persistence provider. */
  protected InspectionPoint() {}

  InspectionPoint(Inspection inspection, int position, TemplatePoint point) {
    this.inspection = inspection;
    this.position = position;
    this.section = point.getSection();
    this.name = point.getPoint();
  }

  void seen(PointResult what, String newNote) {
    note = Texts.optional("note", newNote, 300);
    result = what;
  }

  public Long getId() {
    return id;
  }

  /** Returns the inspection it belongs to. */
  public Inspection getInspection() {
    return inspection;
  }

  public int getPosition() {
    return position;
  }

  public String getSection() {
    return section;
  }

  /** Returns what is looked at. */
  public String getName() {
    return name;
  }

  /** Returns what was seen, or null while nobody has looked. */
  public PointResult getResult() {
    return result;
  }

  /** Returns what was noted, or null. */
  public String getNote() {
    return note;
  }
}
