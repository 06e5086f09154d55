package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.appointment.Absence;
import tn.ecar.garage.appointment.AbsenceData;
import tn.ecar.garage.appointment.Bay;
import tn.ecar.garage.appointment.Bays;
import tn.ecar.garage.appointment.WorkingTime;
import tn.ecar.garage.appointment.WorkingTimeData;
import tn.ecar.garage.appointment.WorkshopCalendar;
import tn.ecar.garage.staff.StaffAccount;
import tn.ecar.garage.staff.StaffAccounts;

/**
 * What appointments are booked on: the bays, and the hours and absences of the garage or of one of
 * its staff. The address says whose ({@code staff}) and which bay is to change ({@code bay}).
 */
@Named
@ViewScoped
public class WorkshopPage implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient Bays bays;
  private final transient WorkshopCalendar calendar;
  private final transient StaffAccounts accounts;
  private final transient Refusals refusals;
  private final transient Wording wording;
  private final transient Formats formats;

  private Long bayId;
  private Integer version;
  private Integer weekVersion;
  private Long staffId;
  private final Inputs in = new Inputs();
  private final Once addedBay = new Once();
  private final Once notedAbsence = new Once();
  private transient List<Bay> all = List.of();
  private transient List<StaffAccount> people = List.of();
  private transient List<Absence> absences = List.of();

  @Inject
  public WorkshopPage(
      Bays bays,
      WorkshopCalendar calendar,
      StaffAccounts accounts,
      Refusals refusals,
      Wording wording,
      Formats formats) {
    this.bays = bays;
    this.calendar = calendar;
    this.accounts = accounts;
    this.refusals = refusals;
    this.wording = wording;
    this.formats = formats;
  }

  /** For the container's client proxy. */
  protected WorkshopPage() {
    this(null, null, null, null, null, null);
  }

  /** Reads the bays, the hours and the absences. */
  public void begin() throws IOException {
    if (staffId != null) {
      Visit.to(staffId, this::requirePerson);
    }
    all = bays.withGivenUp();
    people = accounts.all().stream().filter(StaffAccount::isEnabled).toList();
    LocalDate today = formats.today();
    absences = calendar.absences(today, today.plusYears(1)).stream().filter(this::meant).toList();
    readWeek();
    in.put("staffId", staffId);
    if (bayId != null) {
      Visit.to(bayId, this::readBay);
    }
  }

  private void readWeek() {
    List<WorkingTime> week = calendar.hours(staffId);
    weekVersion = WorkshopCalendar.version(week);
    for (DayOfWeek day : DayOfWeek.values()) {
      in.put(day.name(), written(week, day));
    }
  }

  private void requirePerson(long identity) {
    if (!accounts.find(identity).isEnabled()) {
      throw new NotFound("account", identity);
    }
  }

  private void readBay(long identity) {
    Bay bay = bays.find(identity);
    version = bay.getVersion();
    in.put("name", bay.getName());
    in.put("capacity", bay.getCapacity());
    in.put("active", bay.isActive());
  }

  /** Somebody is away when the garage is closed, too. */
  private boolean meant(Absence absence) {
    return staffId == null
        || absence.getStaffId() == null
        || Objects.equals(absence.getStaffId(), staffId);
  }

  private static String written(List<WorkingTime> week, DayOfWeek day) {
    return week.stream()
        .filter(each -> each.getWeekday() == day)
        .map(each -> each.getOpens() + "-" + each.getCloses())
        .collect(Collectors.joining(" "));
  }

  /** Adds a bay. */
  public String addBay() {
    return addedBay.lead(
        wording, () -> done(refusals.attempt("bay-form", () -> bays.add(in.text("name"))), here()));
  }

  /** Changes a bay, or gives it up. */
  public String changeBay() {
    return done(
        refusals.attempt(
            "bay-form",
            () ->
                bays.change(
                    bayId, version, in.text("name"), in.whole("capacity"), in.ticked("active")),
            () -> readBay(bayId)),
        here());
  }

  /** Replaces the weekly hours. */
  public String setHours() {
    return done(
        refusals.attempt(
            "week",
            () ->
                calendar.setHours(
                    staffId,
                    weekVersion,
                    Arrays.stream(DayOfWeek.values())
                        .flatMap(day -> WorkingTimeData.ofDay(day, in.text(day.name())).stream())
                        .toList()),
            this::readWeek),
        here());
  }

  /** Notes that somebody is away, or that the garage is closed. */
  public String noteAbsence() {
    return notedAbsence.lead(
        wording,
        () ->
            done(
                refusals.attempt(
                    "away",
                    () ->
                        calendar.away(
                            new AbsenceData(
                                in.id("staffId"),
                                in.moment("start"),
                                in.moment("end"),
                                in.text("reason")))),
                here()));
  }

  /** Takes an absence back. */
  public String takeBack(long absence) {
    return done(
        refusals.attempt(
            "absences",
            () -> {
              try {
                calendar.back(absence);
              } catch (NotFound backAlready) {
                // Whoever presses twice, or after a colleague, finds done what they wanted.
              }
            }),
        here());
  }

  private String here() {
    return "workshop?faces-redirect=true" + (staffId == null ? "" : "&staff=" + staffId);
  }

  private String done(boolean done, String way) {
    if (done) {
      wording.tell("workshop.saved");
    }
    return done ? way : null;
  }

  /** Returns who is away; the garage's own word when it is closed. */
  public String nameOf(Long person) {
    return people.stream()
        .filter(each -> each.getId().equals(person))
        .map(StaffAccount::getName)
        .findFirst()
        .orElse(person == null ? wording.of("workshop.garage") : "–");
  }

  public DayOfWeek[] getWeek() {
    return DayOfWeek.values();
  }

  public List<Bay> getBays() {
    return all;
  }

  public List<StaffAccount> getPeople() {
    return people;
  }

  /** Returns the absences from today on for a year. */
  public List<Absence> getAbsences() {
    return absences;
  }

  public Long getBayId() {
    return bayId;
  }

  public void setBayId(Long bayId) {
    if (Visit.begins()) {
      this.bayId = bayId;
    }
  }

  public Long getStaffId() {
    return staffId;
  }

  public void setStaffId(Long staffId) {
    if (Visit.begins()) {
      this.staffId = staffId;
    }
  }

  public Inputs getIn() {
    return in;
  }
}
