package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import tn.ecar.garage.attachment.Attachment;
import tn.ecar.garage.attachment.Attachments;
import tn.ecar.garage.attachment.FileType;
import tn.ecar.garage.finding.Finding;
import tn.ecar.garage.finding.Findings;
import tn.ecar.garage.inspection.Inspection;
import tn.ecar.garage.inspection.InspectionTemplate;
import tn.ecar.garage.inspection.Inspections;
import tn.ecar.garage.inspection.PointResult;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.staff.StaffAccount;
import tn.ecar.garage.timeclock.TimeClock;
import tn.ecar.garage.timeclock.TimeRow;

/**
 * What the page of an order shows of the workshop's side: the clock, the inspections with their
 * photos, and what the vehicle still needs. The buttons beside it ask REST, so that a phone under
 * the car sends a photo and not a page.
 */
@Named
@RequestScoped
public class OrderWorkshop {
  private final OrderPage page;
  private final TimeClock clock;
  private final Inspections inspections;
  private final Attachments attachments;
  private final Findings findings;
  private final OwnWork ownWork;
  private final Clock time;
  private List<TimeRow> stretches;
  private List<Inspection> made;
  private List<Attachment> files;
  private List<Finding> open;

  @Inject
  public OrderWorkshop(
      OrderPage page,
      TimeClock clock,
      Inspections inspections,
      Attachments attachments,
      Findings findings,
      OwnWork ownWork,
      Clock time) {
    this.page = page;
    this.clock = clock;
    this.inspections = inspections;
    this.attachments = attachments;
    this.findings = findings;
    this.ownWork = ownWork;
    this.time = time;
  }

  /** For the container's client proxy. */
  protected OrderWorkshop() {
    this(null, null, null, null, null, null, null);
  }

  /** Returns how long a photo or a paper may be, in bytes. */
  public long getMostBytes() {
    return Attachments.MAX_SIZE;
  }

  private WorkOrder order() {
    return page.getOrder();
  }

  /** Returns the stretches of work on the order, by time. */
  public List<TimeRow> getStretches() {
    if (stretches == null) {
      stretches = clock.of(order().getId());
    }
    return stretches;
  }

  /** Returns the time worked so far, in minutes. */
  public long getMinutes() {
    return clock.total(getStretches()).toMinutes();
  }

  /** Returns how long one stretch lasts, in minutes. */
  public long minutes(TimeRow row) {
    return Duration.between(
            row.startedAt(), row.stoppedAt() == null ? time.instant() : row.stoppedAt())
        .toMinutes();
  }

  /**
   * Returns the identity of the technician whose clock the buttons mean: of a technician their own,
   * for the desk the one the order is assigned to; null for nobody.
   */
  public Long getClockOf() {
    Long own = ownWork.technicianId();
    if (own != null) {
      return own;
    }
    StaffAccount assigned = order().getTechnician();
    return assigned == null ? null : assigned.getId();
  }

  /** Returns true while that clock runs on this order. */
  public boolean isRunning() {
    return getStretches().stream()
        .anyMatch(
            row -> row.stoppedAt() == null && Objects.equals(row.technicianId(), getClockOf()));
  }

  /** Returns the order's inspections, oldest first. */
  public List<Inspection> getInspections() {
    if (made == null) {
      made = inspections.of(order().getId());
    }
    return made;
  }

  public List<InspectionTemplate> getTemplates() {
    return inspections.templates().stream().filter(InspectionTemplate::isActive).toList();
  }

  public PointResult[] getResults() {
    return PointResult.values();
  }

  /** Returns how many points of an inspection have a result. */
  public long seen(Inspection inspection) {
    return inspection.getPoints().stream().filter(point -> point.getResult() != null).count();
  }

  /** Returns the photos and papers of the order. */
  public List<Attachment> getFiles() {
    if (files == null) {
      files = attachments.of(order().getId());
    }
    return files;
  }

  /** Returns those of one point of an inspection; null for those of none. */
  public List<Attachment> filesOf(Long point) {
    return getFiles().stream()
        .filter(file -> Objects.equals(file.getInspectionPointId(), point))
        .toList();
  }

  public boolean isPhoto(Attachment file) {
    return file.getType() != FileType.PDF;
  }

  /** Returns what the vehicle still needs, from this visit and those before. */
  public List<Finding> getFindings() {
    if (open == null) {
      open = findings.open(order().getVehicle().getId());
    }
    return open;
  }
}
