package tn.ecar.garage.link;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what the links of customers say: the text that travels carries it readably, followed by its
 * HMAC-SHA256, so whoever changes a character, or guesses, has no valid link. Each purpose signs
 * apart: a signature of one is none of another.
 */
@ApplicationScoped
@Transactional
public class LinkSecret {
  private static final int KEY_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ALGORITHM = "HmacSHA256";

  private final EntityManager em;

  @Inject
  public LinkSecret(EntityManager em) {
    this.em = em;
  }

  /** For the container's client proxy. */
  protected LinkSecret() {
    this(null);
  }

  /**
   * Returns what is said with its signature behind it, parted by a dot.
   *
   * @param purpose what the link opens
   * @param said letters, digits, dots and dashes only
   */
  public String sign(String purpose, String said) {
    return said + "." + signature(purpose, said);
  }

  /** Returns what a token of this purpose says; empty if it is not signed by us. */
  public Optional<String> read(String purpose, String token) {
    int dot = token == null ? -1 : token.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String said = token.substring(0, dot);
    byte[] expected = signature(purpose, said).getBytes(StandardCharsets.US_ASCII);
    byte[] given = token.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
    // Compared in constant time: the time of an answer must not tell how much was right.
    return MessageDigest.isEqual(expected, given) ? Optional.of(said) : Optional.empty();
  }

  private String signature(String purpose, String said) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret().getBytes(StandardCharsets.US_ASCII), ALGORITHM));
      byte[] signed = mac.doFinal((purpose + "." + said).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no " + ALGORITHM, e);
    }
  }

  private String secret() {
    LinkKey key = em.find(LinkKey.class, LinkKey.ONLY);
    if (key == null) {
      byte[] random = new byte[KEY_BYTES];
      RANDOM.nextBytes(random);
      // Two first links at once agree on one key: the second insert does nothing.
      em.createNativeQuery(
              "insert into link_key (id, secret) values (1, ?1) on conflict (id) do nothing")
          .setParameter(1, Base64.getUrlEncoder().withoutPadding().encodeToString(random))
          .executeUpdate();
      key = em.find(LinkKey.class, LinkKey.ONLY);
    }
    return key.secret();
  }
}
