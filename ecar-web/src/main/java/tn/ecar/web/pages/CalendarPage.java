package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tn.ecar.garage.appointment.Absence;
import tn.ecar.garage.appointment.AppointmentRow;
import tn.ecar.garage.appointment.Appointments;
import tn.ecar.garage.appointment.Bay;
import tn.ecar.garage.appointment.Bays;
import tn.ecar.garage.appointment.WorkingTime;
import tn.ecar.garage.appointment.WorkshopCalendar;
import tn.ecar.garage.staff.StaffAccount;
import tn.ecar.garage.staff.StaffAccounts;

/**
 * The appointments of a day by the hour, or of a week by day, for each bay or each technician. The
 * address says which ({@code day}, {@code span}, {@code by}); REST books and moves, and refuses
 * what overlaps.
 */
@Named
@RequestScoped
public class CalendarPage {
  private static final LocalTime EARLIEST = LocalTime.of(8, 0);
  private static final LocalTime LATEST = LocalTime.of(18, 0);
  private static final int WORKING_DAYS = 6;

  /**
   * A column of the day or a row of the week.
   *
   * @param id identity of the bay or the technician; null for appointments of nobody
   */
  public record Holder(Long id, String name) {}

  private final Appointments appointments;
  private final WorkshopCalendar calendar;
  private final Bays bays;
  private final StaffAccounts accounts;
  private final Clock clock;
  private final Wording wording;
  private final OwnWork ownWork;
  private List<AppointmentRow> rows;
  private List<Absence> absences;
  private List<WorkingTime> hours;
  private List<Bay> allBays;
  private List<StaffAccount> technicians;

  @Inject
  public CalendarPage(
      Appointments appointments,
      WorkshopCalendar calendar,
      Bays bays,
      StaffAccounts accounts,
      Clock clock,
      Wording wording,
      OwnWork ownWork) {
    this.appointments = appointments;
    this.calendar = calendar;
    this.bays = bays;
    this.accounts = accounts;
    this.clock = clock;
    this.wording = wording;
    this.ownWork = ownWork;
  }

  /** For the container's client proxy. */
  protected CalendarPage() {
    this(null, null, null, null, null, null, null);
  }

  private static String param(String name) {
    String value =
        FacesContext.getCurrentInstance().getExternalContext().getRequestParameterMap().get(name);
    return value == null ? "" : value;
  }

  /** Returns the day the address asks for; today for none, or for what is no day. */
  public LocalDate getDay() {
    try {
      return param("day").isEmpty() ? LocalDate.now(clock) : LocalDate.parse(param("day"));
    } catch (DateTimeParseException e) {
      return LocalDate.now(clock);
    }
  }

  public LocalDate getToday() {
    return LocalDate.now(clock);
  }

  public boolean isWeek() {
    return param("span").equals("week");
  }

  public boolean isByTechnician() {
    return param("by").equals("technician");
  }

  /** Returns the days that are shown: the one, or the working days of its week. */
  public List<LocalDate> getDays() {
    if (!isWeek()) {
      return List.of(getDay());
    }
    LocalDate monday = getDay().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    return IntStream.range(0, WORKING_DAYS).mapToObj(monday::plusDays).toList();
  }

  /** Returns the address of the same view so many of its spans later. */
  public String later(int spans) {
    return address(
        getDay().plus(spans, isWeek() ? ChronoUnit.WEEKS : ChronoUnit.DAYS),
        isWeek(),
        isByTechnician());
  }

  /** Returns the address of another view of the same day. */
  public String view(boolean week, boolean byTechnician) {
    return address(getDay(), week, byTechnician);
  }

  /** Returns the address of the hours of one day. */
  public String day(LocalDate day) {
    return address(day, false, isByTechnician());
  }

  private static String address(LocalDate day, boolean week, boolean byTechnician) {
    return "calendar.xhtml?day="
        + day
        + (week ? "&span=week" : "")
        + (byTechnician ? "&by=technician" : "");
  }

  /** Returns the bays that are in use. */
  public List<Bay> getBays() {
    if (allBays == null) {
      allBays = bays.all().stream().filter(Bay::isActive).toList();
    }
    return allBays;
  }

  public List<StaffAccount> getTechnicians() {
    if (technicians == null) {
      technicians = accounts.technicians();
    }
    return technicians;
  }

  /** Returns what somebody of the technicians knows, by name. */
  public Set<String> getSkills() {
    return getTechnicians().stream()
        .flatMap(each -> each.getSkills().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns whose appointments stand side by side. */
  public List<Holder> getHolders() {
    if (!isByTechnician()) {
      return getBays().stream().map(bay -> new Holder(bay.getId(), bay.getName())).toList();
    }
    return Stream.concat(
            getTechnicians().stream().map(each -> new Holder(each.getId(), each.getName())),
            Stream.of(new Holder(null, wording.of("calendar.nobody"))))
        .toList();
  }

  private List<AppointmentRow> rows() {
    if (rows == null) {
      List<LocalDate> days = getDays();
      rows = appointments.between(days.get(0), days.get(days.size() - 1));
    }
    return rows;
  }

  /** Returns the appointments of one holder on a day, by time. */
  public List<AppointmentRow> of(Holder holder, LocalDate day) {
    return rows().stream()
        .filter(
            row -> Objects.equals(isByTechnician() ? row.technicianId() : row.bayId(), holder.id()))
        .filter(row -> touches(row.start(), row.end(), day))
        .sorted(Comparator.comparing(AppointmentRow::start))
        .toList();
  }

  /**
   * Returns whether whoever looks may know whose appointment it is and for what. A technician plans
   * around those of others without knowing their customers.
   */
  public boolean mayKnow(AppointmentRow row) {
    Long mine = ownWork.technicianId();
    return mine == null || mine.equals(row.technicianId());
  }

  /** Returns when the garage, or this technician, is away on a day. */
  public List<Absence> away(Holder holder, LocalDate day) {
    if (absences == null) {
      List<LocalDate> days = getDays();
      absences = calendar.absences(days.get(0), days.get(days.size() - 1));
    }
    return absences.stream()
        .filter(each -> touches(each.getStart(), each.getEnd(), day))
        .filter(
            each ->
                each.getStaffId() == null
                    || (isByTechnician() && each.getStaffId().equals(holder.id())))
        .toList();
  }

  private boolean touches(Instant start, Instant end, LocalDate day) {
    ZoneId zone = clock.getZone();
    return start.isBefore(day.plusDays(1).atStartOfDay(zone).toInstant())
        && end.isAfter(day.atStartOfDay(zone).toInstant());
  }

  /** Returns the minute of a day at which a moment lies, cut to the day. */
  public int minute(Instant moment, LocalDate day) {
    ZonedDateTime there = moment.atZone(clock.getZone());
    if (there.toLocalDate().isBefore(day)) {
      return 0;
    }
    return there.toLocalDate().isAfter(day)
        ? 24 * 60
        : there.toLocalTime().get(java.time.temporal.ChronoField.MINUTE_OF_DAY);
  }

  /** Returns day and time of a moment as an input of a form has it. */
  public String input(Instant moment) {
    return moment
        .atZone(clock.getZone())
        .toLocalDateTime()
        .truncatedTo(ChronoUnit.MINUTES)
        .toString();
  }

  /** Returns the first hour that is shown. */
  public int getFirstHour() {
    return Stream.concat(Stream.of(EARLIEST), openHours().map(WorkingTime::getOpens))
        .min(Comparator.naturalOrder())
        .orElse(EARLIEST)
        .getHour();
  }

  /** Returns the hour that is shown last and not any more. */
  public int getLastHour() {
    LocalTime closes =
        Stream.concat(Stream.of(LATEST), openHours().map(WorkingTime::getCloses))
            .max(Comparator.naturalOrder())
            .orElse(LATEST);
    return closes.getHour() + (closes.getMinute() > 0 ? 1 : 0);
  }

  /** Returns the hours between the first and the last. */
  public List<Integer> getHours() {
    return IntStream.range(getFirstHour(), getLastHour()).boxed().toList();
  }

  private Stream<WorkingTime> openHours() {
    if (hours == null) {
      hours = calendar.hours(null);
    }
    return hours.stream();
  }

  /** Returns the minutes of the day in which the garage is open, as {@code from-to from-to}. */
  public String open(LocalDate day) {
    return openHours()
        .filter(each -> each.getWeekday() == day.getDayOfWeek())
        .map(
            each ->
                each.getOpens().toSecondOfDay() / 60 + "-" + each.getCloses().toSecondOfDay() / 60)
        .collect(Collectors.joining(" "));
  }

  /** Returns how far the zone's clock is ahead of UTC on a day, such as {@code +01:00}. */
  public String getOffset() {
    return clock
        .getZone()
        .getRules()
        .getOffset(getDay().atTime(12, 0).atZone(clock.getZone()).toInstant())
        .getId();
  }

  /** Returns the minute of today that it is now; -1 on another day. */
  public int now(LocalDate day) {
    return getToday().equals(day) ? minute(clock.instant(), day) : -1;
  }

  /** Returns how many appointments each day has. */
  public Map<LocalDate, Long> getCounts() {
    return getDays().stream()
        .collect(
            Collectors.toMap(
                day -> day,
                day ->
                    rows().stream().filter(row -> touches(row.start(), row.end(), day)).count()));
  }
}
