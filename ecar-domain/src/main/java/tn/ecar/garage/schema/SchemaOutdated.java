package tn.ecar.garage.schema;

/**
 * The database's schema is not the one this program was built for; the sentence tells the way out.
 */
public final class SchemaOutdated extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaOutdated(String sentence) {
    super(sentence);
  }
}
