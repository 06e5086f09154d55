package tn.ecar.garage.idempotency;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tn.ecar.garage.Conflict;
import tn.ecar.garage.RuleViolation;

/**
 * Lets a request that is sent twice count once. Before the work its key is reserved in a
 * transaction of its own; after it the answer is kept for a day, or the key given back when the
 * request was refused. When the server ends in between, nobody knows what became of the work: the
 * key stays reserved, and who repeats it is told to look instead of doing it twice.
 */
@ApplicationScoped
@Transactional
public class IdempotencyKeys {
  private static final Duration KEPT = Duration.ofDays(1);

  private final EntityManager em;
  private final Clock clock;

  @Inject
  public IdempotencyKeys(EntityManager em, Clock clock) {
    this.em = em;
    this.clock = clock;
  }

  /** For the container's client proxy. */
  protected IdempotencyKeys() {
    this(null, null);
  }

  /**
   * Reserves a key.
   *
   * @return empty if the work may begin; the kept answer if it was done before
   * @throws RuleViolation if the key came with another request before
   * @throws Conflict if the first request is still at work, or nobody knows what became of it
   */
  public Optional<KeptAnswer> reserve(RequestKey key) {
    forgetOld();
    int reserved =
        em.createNativeQuery(
                "insert into idempotency_key (caller, request_key, request, body_hash, started_at)"
                    + " values (?1, ?2, ?3, ?4, ?5) on conflict do nothing")
            .setParameter(1, key.caller())
            .setParameter(2, key.key())
            .setParameter(3, key.request())
            .setParameter(4, key.bodyHash())
            .setParameter(5, Timestamp.from(clock.instant()))
            .executeUpdate();
    return reserved == 1 ? Optional.empty() : Optional.of(kept(key));
  }

  private KeptAnswer kept(RequestKey key) {
    List<?> rows =
        em.createNativeQuery(
                "select request, body_hash, status, media_type, location, etag, answer from"
                    + " idempotency_key where caller = ?1 and request_key = ?2")
            .setParameter(1, key.caller())
            .setParameter(2, key.key())
            .getResultList();
    if (rows.isEmpty()) {
      throw new Conflict("The first request with this key was refused just now: repeat it.", "");
    }
    Object[] row = (Object[]) rows.get(0);
    if (!key.request().equals(row[0]) || !key.bodyHash().equals(row[1])) {
      throw new RuleViolation(
          "Idempotency-Key",
          key.key(),
          "This key came with another request before: use a new key for each thing to be done.");
    }
    if (row[2] == null) {
      throw new Conflict(
          "The first request with this key has no answer yet: wait, then look whether it was done"
              + " before using a new key.",
          "");
    }
    return new KeptAnswer(
        ((Number) row[2]).intValue(),
        (String) row[3],
        (String) row[4],
        (String) row[5],
        (String) row[6]);
  }

  private void forgetOld() {
    em.createNativeQuery("delete from idempotency_key where started_at < ?1")
        .setParameter(1, Timestamp.from(clock.instant().minus(KEPT)))
        .executeUpdate();
  }

  /** Keeps what the request was answered. */
  public void keep(RequestKey key, KeptAnswer answer) {
    em.createNativeQuery(
            "update idempotency_key set status = ?3, media_type = ?4, location = ?5, etag = ?6,"
                + " answer = ?7 where caller = ?1 and request_key = ?2")
        .setParameter(1, key.caller())
        .setParameter(2, key.key())
        .setParameter(3, answer.status())
        .setParameter(4, answer.mediaType())
        .setParameter(5, answer.location())
        .setParameter(6, answer.etag())
        .setParameter(7, answer.body())
        .executeUpdate();
  }

  /** Gives back the key of a request that was refused: nothing was done. */
  public void giveBack(RequestKey key) {
    em.createNativeQuery(
            "delete from idempotency_key where caller = ?1 and request_key = ?2 and status is null")
        .setParameter(1, key.caller())
        .setParameter(2, key.key())
        .executeUpdate();
  }
}
