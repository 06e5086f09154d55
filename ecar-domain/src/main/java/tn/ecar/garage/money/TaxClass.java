package tn.ecar.garage.money;

/**
 * Which TVA rate a good or a service falls under. What the rate is on a day is said by {@link
 * TaxRate}, never by this name.
 */
public enum TaxClass {
  /** Most goods and services of a workshop. */
  STANDARD,
  /** The middle rate. */
  INTERMEDIATE,
  /** The low rate. */
  REDUCED
}
