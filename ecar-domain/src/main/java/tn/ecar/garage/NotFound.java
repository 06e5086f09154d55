package tn.ecar.garage;

/** Nothing with this identity is known to the garage: 404 at an API. */
public final class NotFound extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param kind what was looked for, for example {@code vehicle}
   * @param identity the identity that was asked for
   */
  public NotFound(String kind, Object identity) {
    super("There is no " + kind + " " + identity + ".");
  }
}
