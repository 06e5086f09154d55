package tn.ecar.garage.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.appointment.Appointment;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.persistence.Transactions;
import tn.ecar.garage.upkeep.DueRow;
import tn.ecar.garage.upkeep.Upkeep;

/**
 * Writes the reminders: of services that are due within two weeks, after predictions that are out
 * of date were made anew, and of the appointments of the next day. A round that is run twice writes
 * nothing twice, one that is stopped is finished by the next.
 */
@ApplicationScoped
public class Reminders {
  private static final Period AHEAD = Period.ofDays(14);
  private static final int A_BATCH = 100;

  private final EntityManager em;
  private final Clock clock;
  private final Transactions transactions;
  private final Upkeep upkeep;
  private final Outbox outbox;

  @Inject
  public Reminders(
      EntityManager em, Clock clock, Transactions transactions, Upkeep upkeep, Outbox outbox) {
    this.em = em;
    this.clock = clock;
    this.transactions = transactions;
    this.upkeep = upkeep;
    this.outbox = outbox;
  }

  /** For the container's client proxy. */
  protected Reminders() {
    this(null, null, null, null, null);
  }

  /**
   * Writes what is to be written.
   *
   * @return how many messages were written
   */
  public int round() {
    transactions.inOne(outbox::expire);
    predictAnew();
    return services() + transactions.inOne(this::appointments);
  }

  private void predictAnew() {
    List<Long> stale = transactions.inOne(() -> upkeep.stale(A_BATCH));
    while (!stale.isEmpty()) {
      List<Long> batch = stale;
      transactions.inOne(
          () -> {
            batch.forEach(upkeep::predict);
            return batch;
          });
      stale = transactions.inOne(() -> upkeep.stale(A_BATCH));
    }
  }

  private int services() {
    LocalDate today = LocalDate.now(clock);
    int written = 0;
    for (int page = 0; ; page++) {
      PageRequest request = PageRequest.of(page, A_BATCH);
      List<DueRow> rows =
          transactions.inOne(() -> upkeep.due(today, today.plus(AHEAD), request)).items();
      written += transactions.inOne(() -> rows.stream().mapToInt(this::service).sum());
      if (rows.size() < A_BATCH) {
        return written;
      }
    }
  }

  private int service(DueRow row) {
    Customer customer = em.find(Customer.class, row.customerId());
    Object due = row.dueKm() == null ? row.dueOn() : row.dueKm();
    String key = row.vehicleId() + "/" + row.service() + "/" + due;
    return outbox.service(key, row.plate(), customer, row.service(), row.dueOn()) ? 1 : 0;
  }

  private int appointments() {
    LocalDate tomorrow = LocalDate.now(clock).plusDays(1);
    Instant from = tomorrow.atStartOfDay(clock.getZone()).toInstant();
    Instant until = tomorrow.plusDays(1).atStartOfDay(clock.getZone()).toInstant();
    return em
        .createQuery(
            "select a from Appointment a join fetch a.vehicle where a.state ="
                + " tn.ecar.garage.appointment.AppointmentState.BOOKED and a.start >= :from and"
                + " a.start < :until order by a.id",
            Appointment.class)
        .setHint("eclipselink.join-fetch", "a.vehicle.customer")
        .setParameter("from", from)
        .setParameter("until", until)
        .getResultList()
        .stream()
        .mapToInt(this::appointment)
        .sum();
  }

  private int appointment(Appointment one) {
    return outbox.appointment(
            one.getId(),
            one.getVehicle().getPlate().number(),
            one.getVehicle().getCustomer(),
            one.getStart())
        ? 1
        : 0;
  }
}
