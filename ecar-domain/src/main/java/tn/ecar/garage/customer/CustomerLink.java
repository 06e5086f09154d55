package tn.ecar.garage.customer;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;

/**
 * The link by which a customer sees their own vehicles, history and documents. A customer has one
 * at a time: signing a new one makes the old one void. The secret is shown when it is signed, and
 * only its hash is kept.
 */
@Entity
@Table(name = "customer_link")
public class CustomerLink {
  @Id
  @Column(name = "customer_id")
  private Long customerId;

  @Column(name = "token_hash")
  private String tokenHash;

  @Column(name = "valid_until")
  private LocalDate validUntil;

  @Column(name = "created_at")
  private Instant createdAt;

  /** For the persistence provider. */
  protected CustomerLink() {}

  CustomerLink(Long customerId) {
    this.customerId = customerId;
  }

  void renew(String hash, LocalDate until, Instant now) {
    tokenHash = hash;
    validUntil = until;
    createdAt = now;
  }

  /** Returns whose link it is. */
  public Long getCustomerId() {
    return customerId;
  }

  /** Returns the last day on which it is good. */
  public LocalDate getValidUntil() {
    return validUntil;
  }
}
