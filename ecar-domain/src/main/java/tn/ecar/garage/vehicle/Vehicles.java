package tn.ecar.garage.vehicle;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.customer.Customers;
import tn.ecar.garage.customer.Phone;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.persistence.Lists;
import tn.ecar.garage.vehicle.OdometerReading.Source;

/** Receives, changes and finds vehicles, and reads their odometers. */
@ApplicationScoped
@Transactional
public class Vehicles {
  private static final String KIND = "vehicle";
  private static final Map<String, String> SORTS =
      Map.of(
          "plate",
          "v.plate",
          "make",
          "v.make",
          "year",
          "v.year",
          "odometerKm",
          "v.odometerKm",
          "customerName",
          "c.name");

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;
  private final Customers customers;

  @Inject
  public Vehicles(EntityManager em, Clock clock, AuditLog audit, Customers customers) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
    this.customers = customers;
  }

  /** For the container's client proxy. */
  protected Vehicles() {
    this(null, null, null, null);
  }

  /**
   * Receives a vehicle and its first reading.
   *
   * @throws RuleViolation if a value breaks its form, or the customer is missing
   * @throws tn.ecar.garage.Conflict if an active vehicle has the plate
   */
  public Vehicle receive(VehicleData data) {
    if (data.customerId() == null) {
      throw new RuleViolation("customerId", null, "A vehicle has an owner.");
    }
    Customer customer = customers.find(data.customerId());
    LocalDate today = LocalDate.now(clock);
    Vehicle vehicle = new Vehicle(customer, data, today);
    em.persist(vehicle);
    if (data.odometerKm() != null) {
      em.persist(Odometer.read(vehicle, data.odometerKm(), today, today, Source.RECEPTION, null));
    }
    em.persist(new Ownership(vehicle, customer, today));
    audit.record("vehicle.received", KIND, vehicle.getId(), null, vehicle.toString());
    Changes.flush(em);
    return vehicle;
  }

  /**
   * Changes plate, VIN, make, model, year or fuel.
   *
   * @param version the version that was read; null to change whatever stands there now
   * @throws tn.ecar.garage.Conflict if somebody changed the vehicle meanwhile, or an active vehicle
   *     has the plate
   */
  public Vehicle change(long id, Integer version, VehicleData data) {
    Vehicle vehicle = find(id);
    Changes.requireVersion(KIND, vehicle.getPlate().number(), version, vehicle.getVersion());
    String before = vehicle.toString();
    vehicle.change(data, LocalDate.now(clock));
    audit.record("vehicle.changed", KIND, id, before, vehicle.toString());
    Changes.flush(em);
    return vehicle;
  }

  /**
   * Takes a reading of today.
   *
   * @param reason why it is lower; needed for a correction or a replacement, otherwise null
   * @throws RuleViolation if it is lower than the newest one and no correction or replacement
   */
  public Vehicle readOdometer(long id, int km, Source source, String reason) {
    LocalDate today = LocalDate.now(clock);
    return readOdometer(id, km, today, source, reason);
  }

  /** Takes a reading of a day, which is not older than the newest one. */
  public Vehicle readOdometer(long id, int km, LocalDate on, Source source, String reason) {
    Vehicle vehicle = locked(id);
    em.persist(Odometer.read(vehicle, km, on, LocalDate.now(clock), source, reason));
    outdatePredictions(id, on);
    Changes.flush(em);
    return vehicle;
  }

  /**
   * What was predicted on the very day of a reading was predicted without it, and would pass for
   * fresh: days are all that is kept of when it was made.
   */
  private void outdatePredictions(long id, LocalDate on) {
    em.createQuery(
            "update ServicePrediction p set p.computedOn = :before where p.vehicleId = :id and"
                + " p.computedOn > :before")
        .setParameter("before", on.minusDays(1))
        .setParameter("id", id)
        .executeUpdate();
  }

  /**
   * Gives the vehicle a new owner; the former one stays in its history.
   *
   * @param version the version that was read; null to change whatever stands there now
   */
  public Vehicle changeOwner(long id, Integer version, long customerId) {
    Vehicle vehicle = locked(id);
    Changes.requireVersion(KIND, vehicle.getPlate().number(), version, vehicle.getVersion());
    Customer owner = customers.find(customerId);
    if (owner.getId().equals(vehicle.getCustomer().getId())) {
      throw new RuleViolation(
          "customerId", owner.getName(), "This customer owns the vehicle already.");
    }
    String before = vehicle.getCustomer().getName();
    LocalDate today = LocalDate.now(clock);
    em.createQuery(
            "select o from Ownership o where o.vehicle = :vehicle and o.to is null",
            Ownership.class)
        .setParameter("vehicle", vehicle)
        .getResultList()
        .forEach(ownership -> ownership.end(today));
    em.persist(new Ownership(vehicle, owner, today));
    vehicle.owner(owner);
    audit.record("vehicle.owner", KIND, id, before, owner.getName());
    Changes.flush(em);
    return vehicle;
  }

  /** Retires the vehicle: its plate may be received again, its history stays. */
  public void retire(long id) {
    Vehicle vehicle = find(id);
    vehicle.retire();
    audit.record("vehicle.retired", KIND, id, null, vehicle.toString());
    Changes.flush(em);
  }

  /**
   * Returns the vehicle with its owner, in one statement.
   *
   * @throws NotFound if there is none
   */
  public Vehicle find(long id) {
    return em.createQuery(
            "select v from Vehicle v join fetch v.customer where v.id = :id", Vehicle.class)
        .setParameter("id", id)
        .getResultStream()
        .findFirst()
        .orElseThrow(() -> new NotFound(KIND, id));
  }

  /** Returns the readings of a vehicle, newest first. */
  public List<OdometerReading> readings(long id) {
    return em.createQuery(
            "select r from OdometerReading r where r.vehicle.id = :id order by r.on desc, r.id"
                + " desc",
            OdometerReading.class)
        .setParameter("id", id)
        .getResultList();
  }

  /** Returns the owners of a vehicle, the present one first. */
  public List<Ownership> owners(long id) {
    return em.createQuery(
            "select o from Ownership o join fetch o.customer where o.vehicle.id = :id order by"
                + " o.from desc, o.id desc",
            Ownership.class)
        .setParameter("id", id)
        .getResultList();
  }

  /** Returns the active vehicles of a customer, by plate. */
  public List<Vehicle> ofCustomer(long customerId) {
    return em.createQuery(
            "select v from Vehicle v join fetch v.customer c where c.id = :id and v.active = true"
                + " order by v.plate",
            Vehicle.class)
        .setParameter("id", customerId)
        .getResultList();
  }

  /**
   * Returns active vehicles whose plate, VIN, make, model, owner or owner's phone contains the
   * text; all of them if it is blank. Sorted by plate, or by {@code plate}, {@code make}, {@code
   * year}, {@code odometerKm}, {@code customerName}. Two statements.
   */
  public Page<VehicleRow> search(String text, PageRequest page) {
    return search(text, true, page);
  }

  /**
   * Returns vehicles as {@link #search(String, PageRequest)} does.
   *
   * @param active false for those that are retired, and only them
   */
  public Page<VehicleRow> search(String text, boolean active, PageRequest page) {
    String select =
        "select new tn.ecar.garage.vehicle.VehicleRow(v.id, v.plate, v.make, v.model, v.year,"
            + " v.odometerKm, c.id, c.name, c.phone)";
    Lists<VehicleRow> list =
        Lists.of(em, VehicleRow.class, select, " from Vehicle v join v.customer c")
            .where(active ? "v.active = true" : "v.active = false");
    if (!Texts.isBlank(text)) {
      list.where(
              "v.plate like :plate escape '!' or lower(v.vin) like :text escape '!' or"
                  + " lower(v.make) like :text escape '!' or lower(v.model) like :text escape '!'"
                  + " or lower(c.name) like :text escape '!' or c.phone like :phone escape '!' or"
                  + " c.secondPhone like :phone escape '!'")
          .with("text", Texts.contains(text))
          .with("plate", Plate.pattern(text))
          .with("phone", Phone.pattern(text));
    }
    return list.sorted(SORTS, "v.plate", "v.id").page(page);
  }

  /** The row is locked, so that two readings at once are compared with each other. */
  private Vehicle locked(long id) {
    Vehicle vehicle = em.find(Vehicle.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (vehicle == null) {
      throw new NotFound(KIND, id);
    }
    return vehicle;
  }
}
