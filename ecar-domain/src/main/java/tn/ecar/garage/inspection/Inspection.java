package tn.ecar.garage.inspection;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.order.WorkOrder;

/**
 * A look at a vehicle during an order, point by point. It begins as a copy of a template, is filled
 * in, and is closed once each point has its result; what is not good becomes a finding of the
 * vehicle then, and nothing of the inspection changes afterwards.
 */
@Entity
@Table(name = "inspection")
public class Inspection {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "inspection_id")
  @SequenceGenerator(name = "inspection_id", sequenceName = "inspection_id", allocationSize = 50)
  private Long id;

  @Version private int version;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "work_order_id")
  private WorkOrder order;

  private String template;

  @Column(name = "begun_at")
  private Instant begunAt;

  @Column(name = "begun_by")
  private String begunBy;

  @Column(name = "closed_at")
  private Instant closedAt;

  @OneToMany(mappedBy = "inspection", cascade = CascadeType.ALL)
  @OrderBy("position")
  private List<InspectionPoint> points = new ArrayList<>();

  /** For the persistence provider. */
  protected Inspection() {}

  Inspection(WorkOrder order, InspectionTemplate template, String login, Instant now) {
    if (!order.getState().isOpen()) {
      throw new RuleViolation("state", order.getState(), "This order is closed: open another.");
    }
    this.order = order;
    this.template = template.getName();
    this.begunAt = now;
    this.begunBy = login;
    int position = 0;
    for (TemplatePoint point : template.getPoints()) {
      points.add(new InspectionPoint(this, ++position, point));
    }
  }

  void seen(long pointId, PointResult result, String note) {
    requireOpen();
    if (result == null) {
      throw new RuleViolation("result", null, "A result is GOOD, WATCH or URGENT.");
    }
    points.stream()
        .filter(point -> point.getId() == pointId)
        .findFirst()
        .orElseThrow(() -> new NotFound("point", pointId))
        .seen(result, note);
  }

  void close(Instant now) {
    requireOpen();
    long open = points.stream().filter(point -> point.getResult() == null).count();
    if (open > 0) {
      throw new RuleViolation(
          "points", open, "So many points have no result yet: look at each before closing.");
    }
    closedAt = now;
  }

  private void requireOpen() {
    if (closedAt != null) {
      throw new RuleViolation("closedAt", closedAt, "A closed inspection does not change.");
    }
  }

  public Long getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  public WorkOrder getOrder() {
    return order;
  }

  /** Returns the name of the template it was copied from. */
  public String getTemplate() {
    return template;
  }

  public Instant getBegunAt() {
    return begunAt;
  }

  /** Returns the login of who began it. */
  public String getBegunBy() {
    return begunBy;
  }

  /** Returns when it was closed, or null. */
  public Instant getClosedAt() {
    return closedAt;
  }

  /** Returns the points in order; a copy. */
  public List<InspectionPoint> getPoints() {
    return points.stream().sorted(Comparator.comparing(InspectionPoint::getPosition)).toList();
  }
}
