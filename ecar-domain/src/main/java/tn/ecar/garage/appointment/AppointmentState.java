package tn.ecar.garage.appointment;

/** What became of an appointment; only one that is booked becomes anything else. */
public enum AppointmentState {
  /** Agreed; holds its bay and its technician. */
  BOOKED,
  /** The vehicle came, and has its work order. */
  ARRIVED,
  /** The vehicle did not come. */
  MISSED,
  /** Called off; its time is free. */
  CANCELLED
}
