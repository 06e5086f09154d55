package tn.ecar.pool.auth;

/** A proof that did not hold, or a message of it that cannot be understood. */
public class AuthenticationException extends Exception {
  private static final long serialVersionUID = 1L;

  public AuthenticationException(String message) {
    super(message);
  }

  public AuthenticationException(String message, Throwable cause) {
    super(message, cause);
  }
}
