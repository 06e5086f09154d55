package tn.ecar.garage.schema;

/**
 * The database's schema is older than the one this program needs; the sentence tells the way out.
 */
public final class SchemaOutdated extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaOutdated(String sentence) {
    super(sentence);
  }
}
