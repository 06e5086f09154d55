package tn.ecar.garage.upkeep;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tn.ecar.garage.vehicle.OdometerReading.Source;

/**
 * A car that is driven for four years, day by day, and read now and then in the first two. Its
 * driver has a habit that drifts from month to month, weekends, and times away; nothing of the
 * prediction's formula is in here.
 *
 * @param readings what the garage knows, oldest first
 * @param owned since when the present owner has it; null for the first one
 * @param today the day on which it is asked when it will be due
 * @param odometer what the instrument shows at the end of each day from {@link #BEGIN} on
 */
record SimulatedCar(
    List<Distance.Reading> readings, LocalDate owned, LocalDate today, List<Double> odometer) {
  static final LocalDate BEGIN = LocalDate.of(2020, 1, 1);
  private static final int DAYS = 1_700;

  /** How a car is driven: typical km a day, how much cars differ, how much months differ. */
  enum Habit {
    COMMUTER(42, 0.35, 0.18, 0.005, 10),
    TAXI(190, 0.2, 0.12, 0.0067, 13),
    PARKED(6, 0.6, 0.5, 0.0167, 35),
    SOLD(45, 0.5, 0.2, 0.005, 10),
    MISREAD(45, 0.45, 0.2, 0.005, 10);

    private final double typical;
    private final double between;
    private final double within;
    private final double leaving;
    private final int away;

    Habit(double typical, double between, double within, double leaving, int away) {
      this.typical = typical;
      this.between = between;
      this.within = within;
      this.leaving = leaving;
      this.away = away;
    }
  }

  static SimulatedCar of(Habit habit, Random random) {
    int today = 500 + random.nextInt(300);
    Integer sold = habit == Habit.SOLD ? 350 + random.nextInt(300) : null;
    List<Double> odometer = drive(habit, sold, random);
    List<Distance.Reading> readings = read(odometer, today, random);
    if (habit == Habit.MISREAD && readings.size() > 2) {
      misread(readings, random);
    }
    boolean known = sold != null && sold <= today;
    return new SimulatedCar(
        readings, known ? BEGIN.plusDays(sold) : null, BEGIN.plusDays(today), odometer);
  }

  private static List<Double> drive(Habit habit, Integer sold, Random random) {
    double base = habit.typical * Math.exp(habit.between * random.nextGaussian());
    double nextOwner = Math.exp(0.5 * random.nextGaussian());
    double month = habit.within * random.nextGaussian();
    List<Double> odometer = new ArrayList<>();
    double km = 10_000 + random.nextInt(100_000);
    int away = 0;
    for (int day = 0; day < DAYS; day++) {
      if (day % 30 == 0) {
        month = 0.7 * month + habit.within * Math.sqrt(0.51) * random.nextGaussian();
      }
      if (away == 0 && random.nextDouble() < habit.leaving) {
        away = habit.away / 2 + random.nextInt(habit.away);
      }
      double today = base * Math.exp(month) * (sold != null && day >= sold ? nextOwner : 1);
      if (habit != Habit.TAXI) {
        today *= day % 7 < 5 ? 1.15 : 0.62;
      }
      today *= chance(random);
      if (away > 0) {
        away--;
        today *= 0.1;
      }
      km += today;
      odometer.add(km);
    }
    return odometer;
  }

  /** One day differs from another: a gamma of shape 4 and mean 1. */
  private static double chance(Random random) {
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      sum -= Math.log(1 - random.nextDouble());
    }
    return sum / 4;
  }

  private static List<Distance.Reading> read(List<Double> odometer, int today, Random random) {
    List<Distance.Reading> readings = new ArrayList<>();
    int day = random.nextInt(200);
    while (day <= today) {
      readings.add(
          new Distance.Reading(
              BEGIN.plusDays(day), odometer.get(day).intValue(), Source.RECEPTION));
      day += 20 + (int) (-60 * Math.log(1 - random.nextDouble()));
    }
    return readings;
  }

  /** One reading is thousands too high; the next one corrects it. */
  private static void misread(List<Distance.Reading> readings, Random random) {
    int index = 1 + random.nextInt(readings.size() - 2);
    Distance.Reading right = readings.get(index);
    int slip = List.of(2_000, 5_000, 9_000, 10_000).get(random.nextInt(4));
    readings.set(index, new Distance.Reading(right.on(), right.km() + slip, Source.RECEPTION));
    Distance.Reading next = readings.get(index + 1);
    readings.set(index + 1, new Distance.Reading(next.on(), next.km(), Source.CORRECTION));
  }

  /** Returns the first day on which the odometer shows that much; null if it never does. */
  LocalDate reaches(int km) {
    for (int day = 0; day < odometer.size(); day++) {
      if (odometer.get(day) >= km) {
        return BEGIN.plusDays(day);
      }
    }
    return null;
  }
}
