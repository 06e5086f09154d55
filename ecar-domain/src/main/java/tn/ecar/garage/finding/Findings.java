package tn.ecar.garage.finding;

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
import tn.ecar.garage.finding.Finding.Severity;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.persistence.Changes;

/** Keeps what is known to need work, from visit to visit. */
@ApplicationScoped
@Transactional
public class Findings {
  private static final String KIND = "finding";

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;

  @Inject
  public Findings(EntityManager em, Clock clock, AuditLog audit) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
  }

  /** For the container's client proxy. */
  protected Findings() {
    this(null, null, null);
  }

  /** Keeps what an inspection found at a point. */
  public Finding inspected(
      long vehicle, long order, long point, String work, String note, Severity severity) {
    return save(Finding.ofInspection(vehicle, order, point, work, note, severity, clock.instant()));
  }

  /** Keeps what a customer declined or deferred. */
  public Finding notNow(long vehicle, long quoteLine, String work, String note) {
    return save(Finding.ofQuote(vehicle, quoteLine, work, note, clock.instant()));
  }

  private Finding save(Finding finding) {
    em.persist(finding);
    audit.record("finding.found", KIND, finding.getId(), null, finding.getWork());
    return finding;
  }

  /**
   * Says that an order does the work.
   *
   * @throws RuleViolation if it is not open, or the order is another vehicle's or cancelled
   */
  public Finding resolve(long id, Long orderId) {
    if (orderId == null) {
      throw new RuleViolation("orderId", null, "Name the order that does the work.");
    }
    WorkOrder order = em.find(WorkOrder.class, orderId);
    if (order == null) {
      throw new NotFound("order", orderId);
    }
    Finding finding = locked(id);
    if (!order.getVehicle().getId().equals(finding.getVehicleId())) {
      throw new RuleViolation("orderId", orderId, "This order is another vehicle's.");
    }
    if (order.getState() == OrderState.CANCELLED) {
      throw new RuleViolation(
          "orderId", orderId, "This order was cancelled: name the one that does the work.");
    }
    finding.resolve(orderId, clock.instant());
    audit.record("finding.resolved", KIND, id, null, order.getNumber());
    Changes.flush(em);
    return finding;
  }

  /**
   * Says that an order does the work of a line that offered it. Whatever was resolved or dismissed
   * since the offer stays so: the customer wants the work all the same.
   */
  public void taken(long id, long orderId) {
    if (locked(id).getState() == Finding.State.OPEN) {
      resolve(id, orderId);
    }
  }

  /**
   * Returns quietly if a quote for the vehicle may offer its work.
   *
   * @throws RuleViolation if it is not open any more, or another vehicle's
   */
  public void requireOfferable(long id, long vehicleId) {
    Finding finding = find(id);
    if (finding.getVehicleId() != vehicleId) {
      throw new RuleViolation("findingId", id, "This finding is another vehicle's.");
    }
    if (finding.getState() != Finding.State.OPEN) {
      throw new RuleViolation("findingId", id, "This finding is not open any more.");
    }
  }

  /** Keeps the line of a quote that offered its work, to be offered again at that price. */
  public void offered(long id, long quoteLine) {
    locked(id).offeredBy(quoteLine);
  }

  /**
   * Returns the finding.
   *
   * @throws NotFound if there is none
   */
  public Finding find(long id) {
    Finding finding = em.find(Finding.class, id);
    if (finding == null) {
      throw new NotFound(KIND, id);
    }
    return finding;
  }

  /** Says why it needs no work any more. */
  public Finding dismiss(long id, String reason) {
    Finding finding = locked(id);
    finding.dismiss(reason, clock.instant());
    audit.record("finding.dismissed", KIND, id, null, finding.getReason());
    Changes.flush(em);
    return finding;
  }

  /** Returns what is open on a vehicle, the urgent first, then the oldest; one statement. */
  public List<Finding> open(long vehicleId) {
    return em.createQuery(
            "select f from Finding f where f.vehicleId = :vehicle and f.state ="
                + " tn.ecar.garage.finding.Finding.State.OPEN order by f.severity, f.foundAt, f.id",
            Finding.class)
        .setParameter("vehicle", vehicleId)
        .getResultList();
  }

  /** Returns everything that was ever found on a vehicle, newest first; one statement. */
  public List<Finding> history(long vehicleId) {
    return em.createQuery(
            "select f from Finding f where f.vehicleId = :vehicle order by f.foundAt desc, f.id",
            Finding.class)
        .setParameter("vehicle", vehicleId)
        .getResultList();
  }

  private Finding locked(long id) {
    Finding finding = em.find(Finding.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (finding == null) {
      throw new NotFound(KIND, id);
    }
    return finding;
  }
}
