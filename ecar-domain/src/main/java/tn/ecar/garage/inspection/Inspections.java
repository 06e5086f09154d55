package tn.ecar.garage.inspection;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.audit.Caller;
import tn.ecar.garage.finding.Finding.Severity;
import tn.ecar.garage.finding.Findings;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.order.WorkOrders;
import tn.ecar.garage.persistence.Changes;

/** Keeps the templates, and carries out inspections by them. */
@ApplicationScoped
@Transactional
public class Inspections {
  private static final String KIND = "inspection";
  private static final String TEMPLATE = "template";

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;
  private final Caller caller;
  private final WorkOrders orders;
  private final Findings findings;

  @Inject
  public Inspections(
      EntityManager em,
      Clock clock,
      AuditLog audit,
      Caller caller,
      WorkOrders orders,
      Findings findings) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
    this.caller = caller;
    this.orders = orders;
    this.findings = findings;
  }

  /** For the container's client proxy. */
  protected Inspections() {
    this(null, null, null, null, null, null);
  }

  /** Returns the templates in use with their points, by name; one statement. */
  public List<InspectionTemplate> templates() {
    return em.createQuery(
            "select distinct t from InspectionTemplate t join fetch t.points where t.active = true"
                + " order by t.name",
            InspectionTemplate.class)
        .getResultList();
  }

  /** Returns the template, also one that is out of use. */
  public InspectionTemplate template(long id) {
    InspectionTemplate template = em.find(InspectionTemplate.class, id);
    if (template == null) {
      throw new NotFound(TEMPLATE, id);
    }
    return template;
  }

  /**
   * Adds a template.
   *
   * @throws tn.ecar.garage.Conflict if one in use has the name
   */
  public InspectionTemplate add(TemplateData data) {
    InspectionTemplate template = new InspectionTemplate(data);
    em.persist(template);
    audit.record("template.added", TEMPLATE, template.getId(), null, template.getName());
    Changes.flush(em);
    return template;
  }

  /** Changes a template; inspections that were begun by it stay as they are. */
  public InspectionTemplate change(long id, Integer version, TemplateData data) {
    InspectionTemplate template = template(id);
    Changes.requireVersion(TEMPLATE, template.getName(), version, template.getVersion());
    String before = template.getName();
    template.change(data);
    audit.record("template.changed", TEMPLATE, id, before, template.getName());
    Changes.flush(em);
    return template;
  }

  /** Takes a template out of use. */
  public void retire(long id) {
    template(id).retire();
    audit.record("template.retired", TEMPLATE, id, null, null);
    Changes.flush(em);
  }

  /**
   * Begins an inspection during an order.
   *
   * @throws RuleViolation if no template is named, it is out of use, or the order is closed
   */
  public Inspection begin(long orderId, Long templateId) {
    if (templateId == null) {
      throw new RuleViolation("templateId", null, "An inspection is made by a template.");
    }
    InspectionTemplate template = template(templateId);
    if (!template.isActive()) {
      throw new RuleViolation("templateId", templateId, "This template is out of use.");
    }
    WorkOrder order = orders.find(orderId);
    Inspection inspection = new Inspection(order, template, caller.name(), clock.instant());
    em.persist(inspection);
    audit.record("inspection.begun", KIND, inspection.getId(), null, order.getNumber());
    Changes.flush(em);
    return inspection;
  }

  /** Notes what is seen at a point; seen again, the later counts. */
  public Inspection seen(long id, long point, PointResult result, String note) {
    Inspection inspection = locked(id);
    inspection.seen(point, result, note);
    Changes.flush(em);
    return inspection;
  }

  /**
   * Closes an inspection; each point that is not good becomes a finding of the vehicle.
   *
   * @throws RuleViolation if a point has no result, or it is closed already
   */
  public Inspection close(long id) {
    Inspection inspection = locked(id);
    inspection.close(clock.instant());
    WorkOrder order = inspection.getOrder();
    for (InspectionPoint point : inspection.getPoints()) {
      if (point.getResult() != PointResult.GOOD) {
        findings.inspected(
            order.getVehicle().getId(),
            order.getId(),
            point.getId(),
            point.getSection() + ": " + point.getName(),
            point.getNote(),
            Severity.valueOf(point.getResult().name()));
      }
    }
    audit.record("inspection.closed", KIND, id, null, order.getNumber());
    Changes.flush(em);
    return inspection;
  }

  /** Returns the inspection with order and points; two statements. */
  public Inspection find(long id) {
    return em.createQuery(
            "select distinct i from Inspection i join fetch i.order left join fetch i.points where"
                + " i.id = :id",
            Inspection.class)
        .setParameter("id", id)
        .getResultStream()
        .findFirst()
        .orElseThrow(() -> new NotFound(KIND, id));
  }

  /** Returns the inspections of an order with their points, oldest first; one statement. */
  public List<Inspection> of(long orderId) {
    return em.createQuery(
            "select distinct i from Inspection i join fetch i.order left join fetch i.points where"
                + " i.order.id = :order order by i.id",
            Inspection.class)
        .setParameter("order", orderId)
        .getResultList();
  }

  private Inspection locked(long id) {
    Inspection inspection = em.find(Inspection.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (inspection == null) {
      throw new NotFound(KIND, id);
    }
    return inspection;
  }
}
