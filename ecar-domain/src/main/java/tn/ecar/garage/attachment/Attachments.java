package tn.ecar.garage.attachment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.audit.Caller;
import tn.ecar.garage.inspection.InspectionPoint;
import tn.ecar.garage.order.WorkOrders;
import tn.ecar.garage.persistence.Changes;

/**
 * Keeps files beside their orders. A file has arrived whole before it is stored, so a slow sender
 * holds no connection to the database; it is read chunk by chunk, each in a transaction of its own,
 * so a slow reader holds none either.
 */
@ApplicationScoped
@Transactional
public class Attachments {
  /** A file is not larger than this many bytes: 10 MB. */
  public static final long MAX_SIZE = 10L * 1024 * 1024;

  private static final int CHUNK = 256 * 1024;
  private static final String KIND = "attachment";

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;
  private final Caller caller;
  private final WorkOrders orders;

  @Inject
  public Attachments(
      EntityManager em, Clock clock, AuditLog audit, Caller caller, WorkOrders orders) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
    this.caller = caller;
    this.orders = orders;
  }

  /** For the container's client proxy. */
  protected Attachments() {
    this(null, null, null, null, null);
  }

  /**
   * Stores a file.
   *
   * @param point the point of the order's inspection that it shows; null for the order itself
   * @param name its name; folders are cut off
   * @param claimed the media type the sender claims; may be null
   * @param file where it has arrived
   * @throws RuleViolation if it is empty, too large, or no kind of file that is kept
   */
  public Attachment store(long order, Long point, String name, String claimed, Path file) {
    orders.find(order);
    requirePointOf(order, point);
    try {
      Attachment attachment =
          new Attachment(order, point, fileName(name), Content.of(file, claimed, MAX_SIZE));
      attachment.by(caller.name(), clock.instant());
      em.persist(attachment);
      audit.record("attachment.added", KIND, attachment.getId(), null, attachment.getName());
      // The chunks refer to its row.
      Changes.flush(em);
      write(attachment.getId(), file);
      return attachment;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requirePointOf(long order, Long point) {
    if (point != null) {
      InspectionPoint found = em.find(InspectionPoint.class, point);
      if (found == null || found.getInspection().getOrder().getId() != order) {
        throw new RuleViolation("point", point, "This order's inspections have no such point.");
      }
    }
  }

  private static String fileName(String name) {
    String given = name == null ? "" : name.replace('\\', '/');
    String last = given.substring(given.lastIndexOf('/') + 1).replaceAll("\\p{Cntrl}", "");
    return Texts.required("name", last, 120);
  }

  private void write(long id, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      int position = 0;
      for (byte[] chunk = in.readNBytes(CHUNK); chunk.length > 0; chunk = in.readNBytes(CHUNK)) {
        em.createNativeQuery(
                "insert into attachment_chunk (attachment_id, position, data) values (?1, ?2, ?3)")
            .setParameter(1, id)
            .setParameter(2, position++)
            .setParameter(3, chunk)
            .executeUpdate();
      }
    }
  }

  /** Returns the files of an order, oldest first; one statement. */
  public List<Attachment> of(long order) {
    return em.createQuery(
            "select a from Attachment a where a.orderId = :order order by a.addedAt, a.id",
            Attachment.class)
        .setParameter("order", order)
        .getResultList();
  }

  /**
   * Returns what is known of a file.
   *
   * @throws NotFound if the order has none of that identity
   */
  public Attachment find(long order, long id) {
    Attachment attachment = em.find(Attachment.class, id);
    if (attachment == null || attachment.getOrderId() != order) {
      throw new NotFound(KIND, id);
    }
    return attachment;
  }

  /** Returns a piece of the content; empty after the last one. */
  public byte[] chunk(long id, int position) {
    List<?> found =
        em.createNativeQuery(
                "select data from attachment_chunk where attachment_id = ?1 and position = ?2")
            .setParameter(1, id)
            .setParameter(2, position)
            .getResultList();
    return found.isEmpty() ? new byte[0] : (byte[]) found.get(0);
  }
}
