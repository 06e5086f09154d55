package tn.ecar.garage;

/**
 * The garage allows it, but not to the one who asks: somebody else's role decides here. 403 at an
 * API; a page shows the sentence.
 */
public final class NotAllowed extends Conflict {
  private static final long serialVersionUID = 1L;

  /**
   * @param sentence who may do it, and what is left to the one who asks
   */
  public NotAllowed(String sentence) {
    super(sentence, "");
  }
}
