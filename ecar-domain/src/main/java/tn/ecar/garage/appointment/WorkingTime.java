package tn.ecar.garage.appointment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import tn.ecar.garage.RuleViolation;

/** A stretch of a weekday in which the garage, or one of its staff, works. */
@Entity
@Table(name = "working_time")
public class WorkingTime {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "working_time_id")
  @SequenceGenerator(
      name = "working_time_id",
      sequenceName = "working_time_id",
      allocationSize = 50)
  private Long id;

  @Column(name = "staff_id")
  private Long staffId;

  private int weekday;
  private LocalTime opens;
  private LocalTime closes;

  /** For the persistence provider. */
  protected WorkingTime() {}

  WorkingTime(Long staffId, DayOfWeek weekday, LocalTime opens, LocalTime closes) {
    if (weekday == null) {
      throw new RuleViolation("weekday", null, "A day is MONDAY to SUNDAY.");
    }
    if (opens == null || closes == null || !opens.isBefore(closes)) {
      throw new RuleViolation("closes", closes, "Working hours end after they begin.");
    }
    this.staffId = staffId;
    this.weekday = weekday.getValue();
    this.opens = opens;
    this.closes = closes;
  }

  /** Returns true if both moments lie in this stretch of the same day. */
  boolean holds(LocalDateTime from, LocalDateTime to) {
    return from.toLocalDate().equals(to.toLocalDate()) && holds(from) && holds(to);
  }

  /** Returns true if the moment lies in this stretch, its ends included. */
  boolean holds(LocalDateTime moment) {
    LocalTime time = moment.toLocalTime();
    return moment.getDayOfWeek().getValue() == weekday
        && !time.isBefore(opens)
        && !time.isAfter(closes);
  }

  public Long getId() {
    return id;
  }

  /** Returns whose it is; null for the garage's. */
  public Long getStaffId() {
    return staffId;
  }

  public DayOfWeek getWeekday() {
    return DayOfWeek.of(weekday);
  }

  public LocalTime getOpens() {
    return opens;
  }

  public LocalTime getCloses() {
    return closes;
  }
}
