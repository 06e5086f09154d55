package tn.ecar.garage.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.List;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.persistence.Changes;

/** Keeps the bays of the workshop. */
@ApplicationScoped
@Transactional
public class Bays {
  private static final String KIND = "bay";

  private final EntityManager em;
  private final AuditLog audit;

  @Inject
  public Bays(EntityManager em, AuditLog audit) {
    this.em = em;
    this.audit = audit;
  }

  /** For the container's client proxy. */
  protected Bays() {
    this(null, null);
  }

  /** Returns the bays in use, by name; one statement. */
  public List<Bay> all() {
    return em.createQuery("select b from Bay b where b.active = true order by b.name", Bay.class)
        .getResultList();
  }

  /** Returns the bays in use, and those that were given up behind them, by name; one statement. */
  public List<Bay> withGivenUp() {
    return em.createQuery("select b from Bay b order by b.active desc, b.name", Bay.class)
        .getResultList();
  }

  /**
   * Returns the bay.
   *
   * @throws NotFound if there is none
   */
  public Bay find(long id) {
    Bay bay = em.find(Bay.class, id);
    if (bay == null) {
      throw new NotFound(KIND, id);
    }
    return bay;
  }

  /**
   * Adds a bay for one vehicle at a time.
   *
   * @throws tn.ecar.garage.Conflict if a bay has the name
   */
  public Bay add(String name) {
    Bay bay = new Bay(name);
    em.persist(bay);
    audit.record("bay.added", KIND, bay.getId(), null, bay.getName());
    Changes.flush(em);
    return bay;
  }

  /** Changes name and capacity, or gives the bay up; what is booked on it stays. */
  public Bay change(long id, Integer version, String name, Integer capacity, boolean active) {
    Bay bay = locked(id);
    Changes.requireVersion(KIND, bay.getName(), version, bay.getVersion());
    String before = bay.toString();
    bay.change(name, capacity, active);
    audit.record("bay.changed", KIND, id, before, bay.toString());
    Changes.flush(em);
    return bay;
  }

  /** Returns the bay with its row locked: who books on it waits here for their turn. */
  Bay locked(long id) {
    Bay bay = em.find(Bay.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (bay == null) {
      throw new NotFound(KIND, id);
    }
    return bay;
  }
}
