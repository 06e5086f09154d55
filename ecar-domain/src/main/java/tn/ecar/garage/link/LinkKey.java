package tn.ecar.garage.link;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * The key that signs the links sent to customers. It is made when the first link is, lies in the
 * database so that every node signs alike, and is never shown.
 */
@Entity
@Table(name = "link_key")
public class LinkKey {
  static final long ONLY = 1;

  @Id private Long id;
  private String secret;

  /** For the persistence provider. */
  protected LinkKey() {}

  String secret() {
    return secret;
  }
}
