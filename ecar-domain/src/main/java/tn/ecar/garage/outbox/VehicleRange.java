package tn.ecar.garage.outbox;

/**
 * A share of the vehicles, by identity.
 *
 * @param first the lowest identity
 * @param last the highest identity
 */
public record VehicleRange(long first, long last) {
  public VehicleRange {
    if (first > last) {
      throw new IllegalArgumentException("A range from " + first + " to " + last + " is none.");
    }
  }
}
