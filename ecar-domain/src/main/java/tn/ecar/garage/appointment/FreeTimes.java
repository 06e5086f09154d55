package tn.ecar.garage.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tn.ecar.garage.RuleViolation;

/**
 * Tells what can still be booked on a day: every half hour in which the garage works, a bay has a
 * place, and the technician, if one is wanted, works and is free. What is told may be taken the
 * next moment; only booking decides.
 */
@ApplicationScoped
@Transactional
public class FreeTimes {
  private static final Duration STEP = Duration.ofMinutes(30);
  private static final int LONGEST_MINUTES = 600;

  private final EntityManager em;
  private final Clock clock;
  private final Bays bays;
  private final WorkshopCalendar calendar;

  @Inject
  public FreeTimes(EntityManager em, Clock clock, Bays bays, WorkshopCalendar calendar) {
    this.em = em;
    this.clock = clock;
    this.bays = bays;
    this.calendar = calendar;
  }

  /** For the container's client proxy. */
  protected FreeTimes() {
    this(null, null, null, null);
  }

  /**
   * Returns the free times of a day, by start and bay; five statements.
   *
   * @param minutes how long the work takes
   * @param technicianId who is wanted; null for nobody in particular
   */
  public List<FreeTime> on(LocalDate day, int minutes, Long technicianId) {
    if (minutes < 1 || minutes > LONGEST_MINUTES) {
      throw new RuleViolation(
          "minutes", minutes, "Work of one day takes 1 to " + LONGEST_MINUTES + " minutes.");
    }
    List<Appointment> booked = booked(day);
    List<Bay> all = bays.all();
    List<FreeTime> free = new ArrayList<>();
    for (Span span : spans(day, Duration.ofMinutes(minutes), technicianId)) {
      List<Appointment> beside =
          booked.stream().filter(one -> span.overlaps(one.getStart(), one.getEnd())).toList();
      if (technicianId != null && beside.stream().anyMatch(one -> isOf(one, technicianId))) {
        continue;
      }
      for (Bay bay : all) {
        long taken =
            beside.stream().filter(one -> one.getBay().getId().equals(bay.getId())).count();
        if (taken < bay.getCapacity()) {
          free.add(new FreeTime(bay.getId(), bay.getName(), span.start(), span.end()));
        }
      }
    }
    return free;
  }

  private static boolean isOf(Appointment appointment, Long technicianId) {
    return appointment.getTechnician() != null
        && appointment.getTechnician().getId().equals(technicianId);
  }

  /** The times in which garage and technician work, from now on. */
  private List<Span> spans(LocalDate day, Duration length, Long technicianId) {
    List<WorkingTime> garage = calendar.hours(null);
    List<WorkingTime> own = technicianId == null ? List.of() : calendar.hours(technicianId);
    List<WorkingTime> person = own.isEmpty() ? garage : own;
    List<Absence> away =
        calendar.absences(day, day).stream()
            .filter(
                one -> one.getStaffId() == null || Objects.equals(one.getStaffId(), technicianId))
            .toList();
    List<Span> spans = new ArrayList<>();
    Instant from = day.atStartOfDay(clock.getZone()).toInstant();
    Instant until = day.plusDays(1).atStartOfDay(clock.getZone()).toInstant();
    for (Instant start = from; start.plus(length).isBefore(until); start = start.plus(STEP)) {
      Span span = new Span(start, start.plus(length));
      boolean working = holds(garage, span) && holds(person, span);
      boolean present = away.stream().noneMatch(one -> span.overlaps(one.getStart(), one.getEnd()));
      if (working && present && !start.isBefore(clock.instant())) {
        spans.add(span);
      }
    }
    return spans;
  }

  private boolean holds(List<WorkingTime> week, Span span) {
    return week.stream()
        .anyMatch(
            one ->
                one.holds(
                    span.start().atZone(clock.getZone()).toLocalDateTime(),
                    span.end().atZone(clock.getZone()).toLocalDateTime()));
  }

  private List<Appointment> booked(LocalDate day) {
    return em.createQuery(
            "select a from Appointment a join fetch a.bay left join fetch a.technician where"
                + " a.state in (tn.ecar.garage.appointment.AppointmentState.BOOKED,"
                + " tn.ecar.garage.appointment.AppointmentState.ARRIVED) and a.start < :until and"
                + " a.end > :from",
            Appointment.class)
        .setParameter("from", day.atStartOfDay(clock.getZone()).toInstant())
        .setParameter("until", day.plusDays(1).atStartOfDay(clock.getZone()).toInstant())
        .getResultList();
  }
}
