package tn.ecar.garage.books;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.Texts;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.audit.Caller;

/**
 * Remembers what the books did not add up to, from one audit to the next, with what the manager
 * explained. A difference is one row for ever: it is seen again, gone, back; its explanation stays
 * with it.
 */
@ApplicationScoped
@Transactional
public class BooksAudit {
  private static final int LONGEST_EXPLANATION = 500;

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;
  private final Caller caller;
  private final Books books;

  @Inject
  public BooksAudit(EntityManager em, Clock clock, AuditLog audit, Caller caller, Books books) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
    this.caller = caller;
    this.books = books;
  }

  /** For the container's client proxy. */
  protected BooksAudit() {
    this(null, null, null, null, null);
  }

  /** Checks the books and notes what is seen, seen again, and gone. */
  public BooksReport check() {
    Instant now = clock.instant();
    // Two audits at once would each note the other's as gone.
    em.createNativeQuery("lock table book_difference in share row exclusive mode").executeUpdate();
    List<String> fresh = new ArrayList<>();
    for (Difference difference : books.check()) {
      if (see(difference, now)) {
        fresh.add(difference.rule() + ": " + difference.thing());
      }
    }
    em.createNativeQuery(
            "update book_difference set gone_at = ?1 where gone_at is null and last_seen < ?1")
        .setParameter(1, Timestamp.from(now))
        .executeUpdate();
    return new BooksReport(now, books.series(), standing(), fresh);
  }

  /** Notes that it is seen; true if it is new, or back. */
  private boolean see(Difference difference, Instant now) {
    int known =
        em.createNativeQuery(
                "update book_difference set last_seen = ?1 where rule = ?2 and thing = ?3 and"
                    + " gone_at is null")
            .setParameter(1, Timestamp.from(now))
            .setParameter(2, difference.rule())
            .setParameter(3, difference.thing())
            .executeUpdate();
    if (known > 0) {
      return false;
    }
    em.createNativeQuery(
            "insert into book_difference (rule, thing, first_seen, last_seen) values (?2, ?3, ?1,"
                + " ?1) on conflict (rule, thing) do update set last_seen = ?1, gone_at = null")
        .setParameter(1, Timestamp.from(now))
        .setParameter(2, difference.rule())
        .setParameter(3, difference.thing())
        .executeUpdate();
    audit.record("books.difference", "books", null, null, difference.toString());
    return true;
  }

  /** Returns what stands, by rule and thing; one statement. */
  public List<KnownDifference> standing() {
    return read("where gone_at is null order by rule, thing");
  }

  /** Returns all that audits ever found, what stands first; one statement. */
  public List<KnownDifference> all() {
    return read("order by gone_at is not null, rule, thing");
  }

  /**
   * Keeps what the manager says of a difference.
   *
   * @throws NotFound if there is no such difference
   * @throws tn.ecar.garage.RuleViolation if the explanation is missing or has more than 500
   *     characters
   */
  public KnownDifference explain(long id, String explanation) {
    String text = Texts.required("explanation", explanation, LONGEST_EXPLANATION);
    List<KnownDifference> before = read("where id = " + id + " for update");
    if (before.isEmpty()) {
      throw new NotFound("difference", id);
    }
    em.createNativeQuery(
            "update book_difference set explanation = ?1, explained_by = ?2, explained_at = ?3"
                + " where id = ?4")
        .setParameter(1, text)
        .setParameter(2, caller.name())
        .setParameter(3, Timestamp.from(clock.instant()))
        .setParameter(4, id)
        .executeUpdate();
    audit.record("books.explained", "books", id, before.get(0).explanation(), text);
    return read("where id = " + id).get(0);
  }

  private List<KnownDifference> read(String which) {
    List<?> rows =
        em.createNativeQuery(
                "select id, rule, thing, first_seen, last_seen, gone_at, explanation, explained_by,"
                    + " explained_at from book_difference "
                    + which)
            .getResultList();
    return rows.stream().map(Object[].class::cast).map(BooksAudit::known).toList();
  }

  private static KnownDifference known(Object[] row) {
    return new KnownDifference(
        ((Number) row[0]).longValue(),
        (String) row[1],
        (String) row[2],
        instant(row[3]),
        instant(row[4]),
        instant(row[5]),
        (String) row[6],
        (String) row[7],
        instant(row[8]));
  }

  private static Instant instant(Object column) {
    if (column instanceof OffsetDateTime at) {
      return at.toInstant();
    }
    return column == null ? null : ((Timestamp) column).toInstant();
  }
}
