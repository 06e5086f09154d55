package tn.ecar.garage.staff;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;

/**
 * What a program signs in with. A manager makes it, sees it once, and revokes it; only its hash is
 * stored. What it does is written down under its name.
 */
@Entity
@Table(name = "api_key")
public class ApiKey {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "api_key_id")
  @SequenceGenerator(name = "api_key_id", sequenceName = "api_key_id", allocationSize = 1)
  private Long id;

  private String name;

  @Column(name = "key_hash")
  private String hash;

  private String roles;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "created_by")
  private String createdBy;

  @Column(name = "used_at")
  private Instant usedAt;

  @Column(name = "revoked_at")
  private Instant revokedAt;

  /** For the persistence provider. */
  protected ApiKey() {}

  ApiKey(String name, Collection<Role> roles, String hash, String login, Instant now) {
    if (roles == null || roles.isEmpty()) {
      throw new RuleViolation("roles", "", "A key has at least one role.");
    }
    this.name = Texts.required("name", name, 30);
    this.roles =
        EnumSet.copyOf(roles).stream().map(Role::roleName).collect(Collectors.joining(","));
    this.hash = hash;
    this.createdBy = login;
    this.createdAt = now;
  }

  void revoke(Instant now) {
    revokedAt = revokedAt == null ? now : revokedAt;
  }

  public Long getId() {
    return id;
  }

  /** Returns the name of the program. */
  public String getName() {
    return name;
  }

  /** Returns who the program is to the audit log, for example {@code key:caisse}. */
  public String getCallerName() {
    return "key:" + name;
  }

  /** Returns the names of its roles. */
  public Set<String> getRoleNames() {
    return Arrays.stream(roles.split(",")).collect(Collectors.toUnmodifiableSet());
  }

  public Instant getCreatedAt() {
    return createdAt;
  }

  public String getCreatedBy() {
    return createdBy;
  }

  /** Returns when it was used last, to the hour; null if never. */
  public Instant getUsedAt() {
    return usedAt;
  }

  /** Returns when it was revoked, or null. */
  public Instant getRevokedAt() {
    return revokedAt;
  }
}
