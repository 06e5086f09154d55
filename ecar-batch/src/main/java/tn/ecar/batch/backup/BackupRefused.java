package tn.ecar.batch.backup;

/** A backup that was not made, or is not known to be good: what is in the way, and the way out. */
public final class BackupRefused extends Exception {
  private static final long serialVersionUID = 1L;

  BackupRefused(String message) {
    super(message);
  }

  BackupRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
