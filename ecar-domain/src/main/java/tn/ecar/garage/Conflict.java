package tn.ecar.garage;

/**
 * The request is sound, but what is stored already stands against it: another one was faster, or
 * the thing was changed meanwhile (409 at an API). Reading anew and deciding again is the way out.
 */
public class Conflict extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String existing;

  /**
   * @param sentence what stands against it and what to do
   * @param existing number or name of what exists already; empty when there is none to show
   */
  public Conflict(String sentence, String existing) {
    super(sentence);
    this.existing = existing;
  }

  /** Returns the number or name of what exists already; never null, empty when there is none. */
  public String existing() {
    return existing;
  }
}
