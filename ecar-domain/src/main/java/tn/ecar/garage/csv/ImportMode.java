package tn.ecar.garage.csv;

/** What becomes of a file in which some lines are wrong. */
public enum ImportMode {
  /** The good lines are taken in, the wrong ones are reported. */
  GOOD_LINES,
  /** One wrong line keeps the whole file out. */
  ALL_OR_NOTHING
}
