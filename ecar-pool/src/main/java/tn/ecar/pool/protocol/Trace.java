package tn.ecar.pool.protocol;

/**
 * What a statement leaves behind in its session that no other server would know.
 *
 * @param kind what it is; null for a SET that ends with its transaction
 * @param name what the statement names, as far as its first words tell; may be empty
 */
public record Trace(Kind kind, String name) {
  /** What can be left behind. */
  public enum Kind {
    SET("a parameter that PostgreSQL does not report"),
    LISTEN("a subscription to notifications"),
    PREPARE("a statement prepared by SQL"),
    CURSOR("a cursor WITH HOLD"),
    TEMPORARY("a temporary relation"),
    ADVISORY_LOCK("an advisory lock of the session"),
    LOAD("a loaded library");

    private final String meaning;

    Kind(String meaning) {
      this.meaning = meaning;
    }

    /** What it is, for a sentence. */
    public String meaning() {
      return meaning;
    }
  }

  /** A SET whose effect ends with the transaction. */
  static final Trace OF_TRANSACTION = new Trace(null, "");
}
