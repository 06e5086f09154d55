package tn.ecar.garage.order;

/** What a line of an order charges. */
public enum LineKind {
  /** Work of the garage, in hours or by the piece. */
  LABOUR,
  /** A part from the shelf. */
  PART,
  /** Work bought outside, such as turning brake discs. */
  OUTSIDE
}
