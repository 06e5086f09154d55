package tn.ecar.garage.upkeep;

/**
 * After how far and how long something is done again.
 *
 * @param name what is done, for example {@code Vidange}; required
 * @param make for which make; null for every one
 * @param model for which model of the make; null for every one
 * @param km at the latest after so many; null for no limit
 * @param days at the latest after so many; null for no limit; one of both is given
 */
public record IntervalData(String name, String make, String model, Integer km, Integer days) {}
