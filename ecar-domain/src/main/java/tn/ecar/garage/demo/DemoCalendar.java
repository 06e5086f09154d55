package tn.ecar.garage.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import tn.ecar.garage.GarageClock;
import tn.ecar.garage.appointment.AbsenceData;
import tn.ecar.garage.appointment.AppointmentData;
import tn.ecar.garage.appointment.Appointments;
import tn.ecar.garage.appointment.Bay;
import tn.ecar.garage.appointment.Bays;
import tn.ecar.garage.appointment.WorkshopCalendar;
import tn.ecar.garage.staff.StaffAccounts;

/** The demo's bays, what its technicians know, who is away, and what is booked. */
@ApplicationScoped
public class DemoCalendar {
  private static final int BAYS = 4;
  private static final int TODAY = 10;
  private static final int DAYS_AHEAD = 8;
  private static final int A_DAY_AHEAD = 8;
  private static final Duration WORK = Duration.ofMinutes(90);
  private static final List<List<String>> SKILLS =
      List.of(
          List.of("moteur", "diagnostic"), List.of("freins", "pneus"), List.of("climatisation"));

  private final Bays bays;
  private final Appointments appointments;
  private final WorkshopCalendar calendar;
  private final StaffAccounts staff;

  @Inject
  public DemoCalendar(
      Bays bays, Appointments appointments, WorkshopCalendar calendar, StaffAccounts staff) {
    this.bays = bays;
    this.appointments = appointments;
    this.calendar = calendar;
    this.staff = staff;
  }

  /** For the container's client proxy. */
  protected DemoCalendar() {
    this(null, null, null, null);
  }

  void furnish() {
    for (int i = 1; i <= BAYS; i++) {
      bays.add("Pont " + i);
    }
  }

  /** Books the day, or the next one that is open, and those after it; returns how many. */
  int book(List<DemoCar> cars, List<Long> technicians, LocalDate today) {
    for (int i = 0; i < technicians.size(); i++) {
      staff.changeSkills(technicians.get(i), null, SKILLS.get(i % SKILLS.size()));
    }
    LocalDate day = open(today);
    int booked = book(cars, 0, Math.min(TODAY, cars.size()), technicians, day);
    for (int ahead = 0; ahead < DAYS_AHEAD && booked < cars.size(); ahead++) {
      day = open(day.plusDays(1));
      int count = Math.min(A_DAY_AHEAD, cars.size() - booked);
      booked += book(cars, booked, count, technicians, day);
    }
    LocalDate leave = open(day.plusDays(3));
    calendar.away(
        new AbsenceData(
            technicians.get(0), at(leave, 0), at(leave.plusDays(7), 0), "Congé annuel"));
    return booked;
  }

  private static LocalDate open(LocalDate day) {
    return day.getDayOfWeek() == DayOfWeek.SUNDAY ? day.plusDays(1) : day;
  }

  private static Instant at(LocalDate day, int hour) {
    return day.atTime(LocalTime.of(hour, 0)).atZone(GarageClock.ZONE).toInstant();
  }

  private int book(
      List<DemoCar> cars, int first, int count, List<Long> technicians, LocalDate day) {
    List<Bay> places = bays.all();
    for (int i = 0; i < count; i++) {
      int bay = i % places.size();
      Instant start = at(day, 8 + 2 * (i / places.size()));
      // There are fewer technicians than bays: the last bay's appointments are given to whoever is
      // free.
      Long technician = bay < technicians.size() ? technicians.get(bay) : null;
      int job = (first + i) % DemoCatalogue.JOBS.size();
      appointments.book(
          new AppointmentData(
              cars.get(first + i).id(),
              places.get(bay).getId(),
              technician,
              null,
              DemoCatalogue.JOBS.get(job).complaint(),
              start,
              start.plus(WORK)));
    }
    return count;
  }
}
