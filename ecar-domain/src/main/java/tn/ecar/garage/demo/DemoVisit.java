package tn.ecar.garage.demo;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Which car comes on which day for which job.
 *
 * @param day a working day
 * @param car the car
 * @param job what it comes for
 */
record DemoVisit(LocalDate day, DemoCar car, DemoCatalogue.Job job) {
  /** Draws that many visits before today, never two of a car on one day, in the order of days. */
  static List<DemoVisit> draw(Random random, List<DemoCar> cars, int count, LocalDate today) {
    List<DemoVisit> visits = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    while (visits.size() < count) {
      DemoCar car = cars.get(random.nextInt(cars.size()));
      int days = (int) (today.toEpochDay() - car.since().toEpochDay());
      LocalDate day = car.since().plusDays(random.nextInt(days));
      boolean free = day.getDayOfWeek() != DayOfWeek.SUNDAY && taken.add(car.id() + " " + day);
      if (free) {
        visits.add(
            new DemoVisit(
                day, car, DemoCatalogue.JOBS.get(random.nextInt(DemoCatalogue.JOBS.size()))));
      }
    }
    visits.sort(Comparator.comparing(DemoVisit::day));
    return visits;
  }
}
