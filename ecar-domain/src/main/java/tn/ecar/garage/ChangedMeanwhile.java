package tn.ecar.garage;

/** Somebody else changed the thing since it was read: 412 at an API. */
public final class ChangedMeanwhile extends Conflict {
  private static final long serialVersionUID = 1L;

  /**
   * @param kind what kind of thing it is
   * @param name its name; may be empty
   */
  public ChangedMeanwhile(String kind, String name) {
    super(
        "This " + kind + " was changed by somebody else meanwhile: read it again and decide anew.",
        name);
  }
}
