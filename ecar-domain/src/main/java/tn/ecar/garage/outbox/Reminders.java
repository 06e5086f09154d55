package tn.ecar.garage.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import tn.ecar.garage.appointment.Appointment;
import tn.ecar.garage.persistence.Transactions;

/**
 * Writes the reminders: of services by {@link ServiceReminders}, and of the appointments of the
 * next day. A round that is run twice writes nothing twice, one that is stopped is finished by the
 * next.
 */
@ApplicationScoped
public class Reminders {
  private static final int A_BLOCK = 200;

  private final EntityManager em;
  private final Clock clock;
  private final Transactions transactions;
  private final ServiceReminders services;
  private final Outbox outbox;

  @Inject
  public Reminders(
      EntityManager em,
      Clock clock,
      Transactions transactions,
      ServiceReminders services,
      Outbox outbox) {
    this.em = em;
    this.clock = clock;
    this.transactions = transactions;
    this.services = services;
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
    return services() + ofAppointments();
  }

  private int services() {
    int written = 0;
    long first = Long.MIN_VALUE;
    for (; ; ) {
      VehicleRange rest = new VehicleRange(first, Long.MAX_VALUE);
      List<Long> block = transactions.inOne(() -> services.block(rest, A_BLOCK));
      if (block.isEmpty()) {
        return written;
      }
      written += transactions.inOne(() -> services.write(block));
      first = block.get(block.size() - 1) + 1;
    }
  }

  /**
   * Writes the reminders of tomorrow's appointments.
   *
   * @return how many were written
   */
  public int ofAppointments() {
    return transactions.inOne(this::appointments);
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
