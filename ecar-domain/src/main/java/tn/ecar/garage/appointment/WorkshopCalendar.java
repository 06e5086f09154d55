package tn.ecar.garage.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import tn.ecar.garage.Conflict;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.staff.StaffAccount;

/**
 * When the garage works, and who of its staff when: weekly hours, absences, closed days. Who has no
 * hours of their own works those of the garage.
 */
@ApplicationScoped
@Transactional
public class WorkshopCalendar {
  private static final String KIND = "absence";

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;

  @Inject
  public WorkshopCalendar(EntityManager em, Clock clock, AuditLog audit) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
  }

  /** For the container's client proxy. */
  protected WorkshopCalendar() {
    this(null, null, null);
  }

  /**
   * Returns the weekly hours, by day and time; one statement.
   *
   * @param staffId whose; null for the garage's
   */
  public List<WorkingTime> hours(Long staffId) {
    String whose = staffId == null ? "w.staffId is null" : "w.staffId = :staff";
    var query =
        em.createQuery(
            "select w from WorkingTime w where " + whose + " order by w.weekday, w.opens",
            WorkingTime.class);
    return staffId == null
        ? query.getResultList()
        : query.setParameter("staff", staffId).getResultList();
  }

  /** Returns the version of a week's hours. */
  public static int version(List<WorkingTime> week) {
    return Changes.versionOf(week.stream().map(WorkshopCalendar::text).toList());
  }

  /**
   * Replaces the weekly hours. Appointments that are booked already stay.
   *
   * @param staffId whose; null for the garage's
   * @param version the version of the week that was read; null to replace whatever stands there now
   * @param week the new hours; empty for those of the garage, which itself has some
   * @throws Conflict if the hours were changed meanwhile, or those of one day overlap
   */
  public List<WorkingTime> setHours(Long staffId, Integer version, List<WorkingTimeData> week) {
    if (staffId == null && week.isEmpty()) {
      throw new RuleViolation("week", "", "A garage has working hours on one day at least.");
    }
    lockBookings(staffId);
    List<WorkingTime> before = hours(staffId);
    Changes.requireVersion("week", "", version, version(before));
    List<WorkingTime> after =
        week.stream()
            .map(day -> new WorkingTime(staffId, day.weekday(), day.opens(), day.closes()))
            .toList();
    String earlier = text(before);
    before.forEach(em::remove);
    // The rows that go have to be gone before those that come are held against them.
    Changes.flush(em);
    after.forEach(em::persist);
    audit.record("hours.changed", "hours", staffId, earlier, text(after));
    Changes.flush(em);
    return hours(staffId);
  }

  private static String text(List<WorkingTime> week) {
    return week.stream()
        .map(WorkshopCalendar::text)
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }

  private static String text(WorkingTime day) {
    return day.getWeekday() + " " + day.getOpens() + "-" + day.getCloses();
  }

  /**
   * Notes an absence or a closed time.
   *
   * @throws RuleViolation if the times are wrong or the reason is missing
   * @throws Conflict if an appointment is booked in it, or another absence stands there
   */
  public Absence away(AbsenceData data) {
    Absence absence = new Absence(data);
    lockBookings(data.staffId());
    requireNothingBooked(data);
    em.persist(absence);
    audit.record("absence.noted", KIND, absence.getId(), null, absence.toString());
    Changes.flush(em);
    return absence;
  }

  /** Whoever books locks the bay and the technician too, so that neither overlooks the other. */
  private void lockBookings(Long staffId) {
    if (staffId != null) {
      lockedStaff(staffId);
      return;
    }
    List<Bay> bays = em.createQuery("select b from Bay b order by b.id", Bay.class).getResultList();
    bays.forEach(bay -> em.lock(bay, LockModeType.PESSIMISTIC_WRITE));
  }

  private void requireNothingBooked(AbsenceData data) {
    List<Instant> booked =
        em.createQuery(
                "select a.start from Appointment a where a.state ="
                    + " tn.ecar.garage.appointment.AppointmentState.BOOKED and a.start < :until and"
                    + " a.end > :from and (:all = true or a.technician.id = :staff) order by"
                    + " a.start",
                Instant.class)
            .setParameter("from", data.start())
            .setParameter("until", data.end())
            .setParameter("all", data.staffId() == null)
            .setParameter("staff", data.staffId() == null ? 0L : data.staffId())
            .getResultList();
    if (!booked.isEmpty()) {
      throw new Conflict(
          booked.size()
              + " appointments are booked in this time, the first at "
              + LocalDateTime.ofInstant(booked.get(0), clock.getZone())
              + ": move them first.",
          LocalDateTime.ofInstant(booked.get(0), clock.getZone()).toString());
    }
  }

  private StaffAccount lockedStaff(long staffId) {
    StaffAccount account = em.find(StaffAccount.class, staffId, LockModeType.PESSIMISTIC_WRITE);
    if (account == null) {
      throw new NotFound("account", staffId);
    }
    return account;
  }

  /** Takes an absence back. */
  public void back(long id) {
    Absence absence = em.find(Absence.class, id);
    if (absence == null) {
      throw new NotFound(KIND, id);
    }
    em.remove(absence);
    audit.record("absence.taken-back", KIND, id, absence.toString(), null);
    Changes.flush(em);
  }

  /** Returns the absences and closed times that touch these days, by begin; one statement. */
  public List<Absence> absences(LocalDate first, LocalDate last) {
    return touching(
        first.atStartOfDay(clock.getZone()).toInstant(),
        last.plusDays(1).atStartOfDay(clock.getZone()).toInstant());
  }

  private List<Absence> touching(Instant from, Instant until) {
    return em.createQuery(
            "select a from Absence a where a.start < :until and a.end > :from order by a.start,"
                + " a.id",
            Absence.class)
        .setParameter("from", from)
        .setParameter("until", until)
        .getResultList();
  }

  /**
   * Returns quietly if the garage, and the technician if there is one, work at both ends of the
   * time and are not away in it.
   *
   * @throws RuleViolation if it lies outside working hours
   * @throws Conflict if somebody is away, or the garage is closed
   */
  void requireWorking(Span span, StaffAccount technician) {
    LocalDateTime from = LocalDateTime.ofInstant(span.start(), clock.getZone());
    LocalDateTime to = LocalDateTime.ofInstant(span.end(), clock.getZone());
    requireHours(hours(null), from, to, "The garage");
    List<WorkingTime> own = technician == null ? List.of() : hours(technician.getId());
    if (!own.isEmpty()) {
      requireHours(own, from, to, technician.getName());
    }
    for (Absence absence : touching(span.start(), span.end())) {
      boolean closed = absence.getStaffId() == null;
      if (closed
          || (technician != null && Objects.equals(absence.getStaffId(), technician.getId()))) {
        throw new Conflict(
            (closed ? "The garage is closed" : technician.getName() + " is away")
                + " until "
                + LocalDateTime.ofInstant(absence.getEnd(), clock.getZone())
                + ": choose another time.",
            absence.getReason());
      }
    }
  }

  private static void requireHours(
      List<WorkingTime> week, LocalDateTime from, LocalDateTime to, String who) {
    boolean sameDay = from.toLocalDate().equals(to.toLocalDate());
    boolean held =
        sameDay
            ? week.stream().anyMatch(day -> day.holds(from, to))
            : week.stream().anyMatch(day -> day.holds(from))
                && week.stream().anyMatch(day -> day.holds(to));
    if (!held) {
      throw new RuleViolation(
          "start",
          from + " to " + to,
          who + " does not work at this time: its hours are " + text(week) + ".");
    }
  }
}
