package tn.ecar.garage.demo;

import java.time.LocalDate;

/**
 * A car of the demo and how it is driven.
 *
 * @param id identity of the vehicle
 * @param since day of its reception
 * @param km reading of that day
 * @param perDay how far it is driven, in km a day
 */
record DemoCar(long id, LocalDate since, int km, int perDay) {
  /** Returns what the odometer shows on a day. */
  int kmOn(LocalDate day) {
    return km + (int) (perDay * (day.toEpochDay() - since.toEpochDay()));
  }
}
