package tn.ecar.garage.customer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.persistence.Changes;

/** Gives customers the links to what is theirs, and knows who comes with one. */
@ApplicationScoped
@Transactional
public class CustomerLinks {
  private static final int MOST_DAYS = 366;
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;
  private final Customers customers;

  @Inject
  public CustomerLinks(EntityManager em, Clock clock, AuditLog audit, Customers customers) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
    this.customers = customers;
  }

  /** For the container's client proxy. */
  protected CustomerLinks() {
    this(null, null, null, null);
  }

  /**
   * A link as it is shown once.
   *
   * @param token what opens it
   * @param until last day on which it is good
   */
  public record Signed(String token, LocalDate until) {
    /** Keeps the token out of every log. */
    @Override
    public String toString() {
      return "Signed[until " + until + "]";
    }
  }

  /**
   * Signs a link; one that was signed before is void.
   *
   * @param days for how many days, 1 to {@value #MOST_DAYS}
   * @throws RuleViolation if it is for no day or for too many
   */
  public Signed sign(long customerId, int days) {
    if (days < 1 || days > MOST_DAYS) {
      throw new RuleViolation("days", days, "A link is good for 1 to " + MOST_DAYS + " days.");
    }
    Customer customer = customers.find(customerId);
    byte[] random = new byte[SECRET_BYTES];
    RANDOM.nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    LocalDate until = LocalDate.now(clock).plusDays(days);
    CustomerLink link = em.find(CustomerLink.class, customer.getId());
    if (link == null) {
      link = new CustomerLink(customer.getId());
      em.persist(link);
    }
    link.renew(hash(token), until, clock.instant());
    audit.record("customer.link-signed", "customer", customerId, null, "until " + until);
    Changes.flush(em);
    return new Signed(token, until);
  }

  /**
   * Makes the customer's link void, those that documents of theirs carry, and those to their
   * quotes: whoever has one of them sees the same invoices. A quote that is still to be answered is
   * sent again.
   */
  public void revoke(long customerId) {
    Customer customer = customers.find(customerId);
    CustomerLink link = em.find(CustomerLink.class, customerId);
    if (link != null) {
      em.remove(link);
    }
    customer.voidLinks();
    em.createQuery(
            "update Quote q set q.linkNumber = q.linkNumber + 1 where q.customer = :customer")
        .setParameter("customer", customer)
        .executeUpdate();
    audit.record("customer.link-revoked", "customer", customerId, null, null);
    Changes.flush(em);
  }

  /**
   * Returns the last day on which the customer's link is good.
   *
   * @throws NotFound if there is none
   */
  public LocalDate until(long customerId) {
    CustomerLink link = em.find(CustomerLink.class, customerId);
    if (link == null) {
      throw new NotFound("link", 0);
    }
    return link.getValidUntil();
  }

  /** Returns the last day of the customer's link, if one is open today. */
  public Optional<LocalDate> lastDay(long customerId) {
    return Optional.ofNullable(em.find(CustomerLink.class, customerId))
        .map(CustomerLink::getValidUntil)
        .filter(until -> !until.isBefore(LocalDate.now(clock)));
  }

  /**
   * Returns who comes with a link.
   *
   * @throws NotFound if there is no such link, it is void or out of date; the three look alike
   */
  public Customer open(String token) {
    return em.createQuery(
            "select c from CustomerLink l join Customer c on c.id = l.customerId where l.tokenHash"
                + " = :hash and l.validUntil >= :today and c.archived = false",
            Customer.class)
        .setParameter("hash", hash(token == null ? "" : token))
        .setParameter("today", LocalDate.now(clock))
        .getResultStream()
        .findFirst()
        .orElseThrow(() -> new NotFound("link", 0));
  }

  /** The token has 256 random bits, so a plain hash of it gives nothing away. */
  private static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(token.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }
}
