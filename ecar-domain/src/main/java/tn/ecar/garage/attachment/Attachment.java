package tn.ecar.garage.attachment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * A file that belongs to an order, such as a photo of one point of its inspection. Its bytes lie in
 * chunks beside it, in the same database: what is saved with a backup is whole, and neither writing
 * nor reading holds a file in memory. It is never changed.
 */
@Entity
@Table(name = "attachment")
public class Attachment {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "attachment_id")
  @SequenceGenerator(name = "attachment_id", sequenceName = "attachment_id", allocationSize = 50)
  private Long id;

  @Column(name = "work_order_id")
  private Long orderId;

  @Column(name = "inspection_point_id")
  private Long inspectionPointId;

  @Column(name = "file_name")
  private String name;

  @Enumerated(EnumType.STRING)
  @Column(name = "file_type")
  private FileType type;

  @Column(name = "size_bytes")
  private long size;

  private String sha256;

  @Column(name = "added_at")
  private Instant addedAt;

  @Column(name = "added_by")
  private String addedBy;

  /** For the persistence provider. */
  protected Attachment() {}

  Attachment(long orderId, Long inspectionPointId, String name, Content content) {
    this.orderId = orderId;
    this.inspectionPointId = inspectionPointId;
    this.name = name;
    this.type = content.type();
    this.size = content.size();
    this.sha256 = content.sha256();
  }

  void by(String login, Instant now) {
    addedBy = login;
    addedAt = now;
  }

  public Long getId() {
    return id;
  }

  public Long getOrderId() {
    return orderId;
  }

  /** Returns the point of an inspection that it shows, or null. */
  public Long getInspectionPointId() {
    return inspectionPointId;
  }

  /** Returns the file's name as it was given, without folders. */
  public String getName() {
    return name;
  }

  public FileType getType() {
    return type;
  }

  /** Returns its size in bytes. */
  public long getSize() {
    return size;
  }

  /** Returns the SHA-256 of its content in hexadecimal digits. */
  public String getSha256() {
    return sha256;
  }

  public Instant getAddedAt() {
    return addedAt;
  }

  /** Returns the login of who added it. */
  public String getAddedBy() {
    return addedBy;
  }
}
