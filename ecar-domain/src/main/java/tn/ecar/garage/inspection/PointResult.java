package tn.ecar.garage.inspection;

/** What is seen at a point. */
public enum PointResult {
  GOOD,
  /** It will need work. */
  WATCH,
  /** It needs work now. */
  URGENT
}
