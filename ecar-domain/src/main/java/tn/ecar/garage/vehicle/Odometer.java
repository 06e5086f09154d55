package tn.ecar.garage.vehicle;

import java.time.LocalDate;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.vehicle.OdometerReading.Source;

/**
 * The rule of odometers: monotone by date, lower only by a correction or a replacement that gives
 * its reason.
 */
final class Odometer {
  private static final int MAX_KM = 3_000_000;
  private static final String FIELD = "odometerKm";

  private Odometer() {}

  /**
   * Takes a reading and returns it.
   *
   * @throws RuleViolation if it is negative, of the future, older than the newest one, or lower
   *     without a reason
   */
  static OdometerReading read(
      Vehicle vehicle, int km, LocalDate on, LocalDate today, Source source, String reason) {
    if (km < 0 || km > MAX_KM) {
      throw new RuleViolation(FIELD, km, "A reading lies between 0 and " + MAX_KM + " km.");
    }
    if (on.isAfter(today)) {
      throw new RuleViolation("odometerOn", on, "A reading is not taken in the future.");
    }
    if (vehicle.getOdometerOn() != null && on.isBefore(vehicle.getOdometerOn())) {
      throw new RuleViolation(
          "odometerOn",
          on,
          "The newest reading is of "
              + vehicle.getOdometerOn()
              + ": a reading is not older than that.");
    }
    boolean lower = vehicle.getOdometerKm() != null && km < vehicle.getOdometerKm();
    if (lower && !source.mayBeLower()) {
      throw new RuleViolation(
          FIELD,
          km,
          "The odometer showed "
              + vehicle.getOdometerKm()
              + " km on "
              + vehicle.getOdometerOn()
              + ": a lower reading needs to be a correction or an odometer replacement, with a"
              + " reason.");
    }
    if (source.mayBeLower() && Texts.isBlank(reason)) {
      throw new RuleViolation(
          "reason", reason, "A correction or an odometer replacement needs a reason.");
    }
    vehicle.odometer(km, on);
    return new OdometerReading(vehicle, km, on, source, Texts.optional("reason", reason, 200));
  }
}
