package tn.ecar.garage.books;

import java.time.Instant;

/**
 * A difference as the audits of the books know it.
 *
 * @param id identity
 * @param rule what should hold
 * @param thing what it does not hold for
 * @param firstSeen when an audit first found it
 * @param lastSeen when an audit last found it
 * @param goneAt when it was found no more; null while it stands
 * @param explanation what the manager says of it; null while nobody has
 * @param explainedBy who said so; may be null
 * @param explainedAt when; may be null
 */
public record KnownDifference(
    long id,
    String rule,
    String thing,
    Instant firstSeen,
    Instant lastSeen,
    Instant goneAt,
    String explanation,
    String explainedBy,
    Instant explainedAt) {
  /** Returns whether it stands and nobody has explained it. */
  public boolean open() {
    return goneAt == null && explanation == null;
  }
}
