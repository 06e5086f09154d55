package tn.ecar.garage.staff;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.audit.Caller;
import tn.ecar.garage.persistence.Changes;

/** Makes, knows and revokes the keys of programs. */
@ApplicationScoped
@Transactional
public class ApiKeys {
  /** Every key begins so: it can be told from other tokens, and found where it was leaked. */
  public static final String PREFIX = "ecar_";

  private static final String KIND = "api-key";
  private static final int KEY_BYTES = 32;
  private static final Duration NOTED = Duration.ofHours(1);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;
  private final Caller caller;

  @Inject
  public ApiKeys(EntityManager em, Clock clock, AuditLog audit, Caller caller) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
    this.caller = caller;
  }

  /** For the container's client proxy. */
  protected ApiKeys() {
    this(null, null, null, null);
  }

  /**
   * A key that was made.
   *
   * @param key what is known of it from now on
   * @param secret the key itself, which nobody can show again
   */
  public record Made(ApiKey key, String secret) {
    /** Keeps the secret out of every log. */
    @Override
    public String toString() {
      return "Made[" + key.getName() + "]";
    }
  }

  /**
   * Makes a key.
   *
   * @throws tn.ecar.garage.RuleViolation if it has no name or no role
   * @throws tn.ecar.garage.Conflict if a key in use has the name
   */
  public Made make(String name, Collection<Role> roles) {
    byte[] random = new byte[KEY_BYTES];
    RANDOM.nextBytes(random);
    String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    ApiKey key = new ApiKey(name, roles, hash(secret), caller.name(), clock.instant());
    em.persist(key);
    audit.record("api-key.made", KIND, key.getId(), null, key.getName() + key.getRoleNames());
    Changes.flush(em);
    return new Made(key, secret);
  }

  /** Returns the key in use that this is; empty if it is none. */
  public Optional<ApiKey> holder(String secret) {
    Optional<ApiKey> found =
        em.createQuery(
                "select k from ApiKey k where k.hash = :hash and k.revokedAt is null", ApiKey.class)
            .setParameter("hash", hash(secret))
            .getResultStream()
            .findFirst();
    found.ifPresent(this::noteUse);
    return found;
  }

  /** A write with each request would make every read a write. */
  private void noteUse(ApiKey key) {
    Instant now = clock.instant();
    if (key.getUsedAt() == null || key.getUsedAt().isBefore(now.minus(NOTED))) {
      em.createQuery("update ApiKey k set k.usedAt = :now where k.id = :id")
          .setParameter("now", now)
          .setParameter("id", key.getId())
          .executeUpdate();
    }
  }

  /** Revokes a key: from the next request on it opens nothing. */
  public void revoke(long id) {
    ApiKey key = em.find(ApiKey.class, id);
    if (key == null) {
      throw new NotFound("key", id);
    }
    key.revoke(clock.instant());
    audit.record("api-key.revoked", KIND, id, key.getName(), null);
    Changes.flush(em);
  }

  /** Returns every key, also revoked ones, newest first. */
  public List<ApiKey> all() {
    return em.createQuery("select k from ApiKey k order by k.id desc", ApiKey.class)
        .getResultList();
  }

  private static String hash(String secret) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }
}
