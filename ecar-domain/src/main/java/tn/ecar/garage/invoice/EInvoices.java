package tn.ecar.garage.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.persistence.Lists;

/** Follows documents through the national platform. */
@ApplicationScoped
@Transactional
public class EInvoices {
  private static final String KIND = "e-invoice";
  // Two senders never take the same document, and neither waits for the other.
  private static final String OLDEST =
      "select id from e_invoice where state = 'TO_SEND' order by id limit 1 for update skip locked";

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;

  @Inject
  public EInvoices(EntityManager em, Clock clock, AuditLog audit) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
  }

  /** For the container's client proxy. */
  protected EInvoices() {
    this(null, null, null);
  }

  void begin(Invoice invoice, Seller seller) {
    em.persist(
        new EInvoice(invoice.getNumber(), first(invoice.getIssuedOn(), seller), clock.instant())
            .ofInvoice(invoice.getId()));
  }

  void begin(CreditNote note, Seller seller) {
    em.persist(
        new EInvoice(note.getNumber(), first(note.getIssuedOn(), seller), clock.instant())
            .ofCreditNote(note.getId()));
  }

  private static EInvoiceState first(LocalDate issuedOn, Seller seller) {
    LocalDate from = seller.getEInvoiceFrom();
    return from == null || issuedOn.isBefore(from)
        ? EInvoiceState.NOT_REQUIRED
        : EInvoiceState.TO_SEND;
  }

  /**
   * Takes the oldest document that waits and marks it sent. The mark is committed before the
   * document leaves: a process that dies in between leaves a document that says it may have been
   * sent, never one that is sent twice without anybody knowing.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<EInvoice> take() {
    List<?> oldest = em.createNativeQuery(OLDEST).getResultList();
    if (oldest.isEmpty()) {
      return Optional.empty();
    }
    EInvoice document = find(((Number) oldest.get(0)).longValue());
    document.sent(clock.instant());
    audit.record("e-invoice.sent", KIND, document.getId(), null, document.getDocumentNumber());
    Changes.flush(em);
    return Optional.of(document);
  }

  /** Notes that the platform accepted a document. */
  public EInvoice accepted(long id, String reference, String qr) {
    EInvoice document = locked(id);
    document.accepted(reference, qr, clock.instant());
    audit.record("e-invoice.accepted", KIND, id, null, reference);
    Changes.flush(em);
    return document;
  }

  /** Notes that the platform refused a document. */
  public EInvoice rejected(long id, String reason) {
    EInvoice document = locked(id);
    document.rejected(reason, clock.instant());
    audit.record("e-invoice.rejected", KIND, id, null, reason);
    Changes.flush(em);
    return document;
  }

  /** Lets a document wait for the transmitter, again or for the first time. */
  public EInvoice send(long id) {
    EInvoice document = locked(id);
    document.toSend(clock.instant());
    audit.record("e-invoice.to-send", KIND, id, null, document.getDocumentNumber());
    Changes.flush(em);
    return document;
  }

  /**
   * Returns the document's way.
   *
   * @throws NotFound if there is none
   */
  public EInvoice find(long id) {
    EInvoice document = em.find(EInvoice.class, id);
    if (document == null) {
      throw new NotFound(KIND, id);
    }
    return document;
  }

  /** Returns the way of an invoice; one statement. */
  public EInvoice ofInvoice(long invoiceId) {
    return em.createQuery("select e from EInvoice e where e.invoiceId = :id", EInvoice.class)
        .setParameter("id", invoiceId)
        .getResultStream()
        .findFirst()
        .orElseThrow(() -> new NotFound("invoice", invoiceId));
  }

  /** Returns the way of a credit note; one statement. */
  public EInvoice ofCreditNote(long creditNoteId) {
    return em.createQuery("select e from EInvoice e where e.creditNoteId = :id", EInvoice.class)
        .setParameter("id", creditNoteId)
        .getResultStream()
        .findFirst()
        .orElseThrow(() -> new NotFound("credit note", creditNoteId));
  }

  /** Returns the ways of an invoice and of its credit notes, oldest first; one statement. */
  public List<EInvoice> around(long invoiceId) {
    return em.createQuery(
            "select e from EInvoice e where e.invoiceId = :id or e.creditNoteId in (select c.id"
                + " from CreditNote c where c.invoiceId = :id) order by e.id",
            EInvoice.class)
        .setParameter("id", invoiceId)
        .getResultList();
  }

  /** Returns the documents in a state, newest first; two statements. */
  public Page<EInvoice> in(EInvoiceState state, PageRequest page) {
    return Lists.of(em, EInvoice.class, "select e", " from EInvoice e")
        .where("e.state = :state", "state", state)
        .sorted(Map.of("documentNumber", "e.documentNumber"), "e.id desc", "e.id")
        .page(page);
  }

  private EInvoice locked(long id) {
    EInvoice document = em.find(EInvoice.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (document == null) {
      throw new NotFound(KIND, id);
    }
    return document;
  }
}
