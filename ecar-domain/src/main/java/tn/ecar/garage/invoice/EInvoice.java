package tn.ecar.garage.invoice;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;

/**
 * The way of one invoice or credit note through the national platform. It stands beside the
 * document, which never changes: it begins with it, waits to be sent, is sent, and ends accepted
 * with a reference and a QR seal, or is refused and sent again.
 */
@Entity
@Table(name = "e_invoice")
public class EInvoice {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "e_invoice_id")
  @SequenceGenerator(name = "e_invoice_id", sequenceName = "e_invoice_id", allocationSize = 50)
  private Long id;

  @Version private int version;

  @Column(name = "document_number")
  private String documentNumber;

  @Column(name = "invoice_id")
  private Long invoiceId;

  @Column(name = "credit_note_id")
  private Long creditNoteId;

  @Enumerated(EnumType.STRING)
  private EInvoiceState state;

  private String reference;
  private String qr;
  private String reason;
  private int attempts;

  @Column(name = "state_since")
  private Instant stateSince;

  /** For the persistence provider. */
  protected EInvoice() {}

  EInvoice(String documentNumber, EInvoiceState state, Instant now) {
    this.documentNumber = documentNumber;
    this.state = state;
    this.stateSince = now;
  }

  EInvoice ofInvoice(Long id) {
    invoiceId = id;
    return this;
  }

  EInvoice ofCreditNote(Long id) {
    creditNoteId = id;
    return this;
  }

  /**
   * Takes a step of the state table.
   *
   * @throws RuleViolation if the step is not in the table
   */
  private void become(EInvoiceState to, Instant now) {
    if (!state.mayBecome(to)) {
      throw new RuleViolation(
          "state", to, "From " + state + " an e-invoice may become " + state.next() + ".");
    }
    state = to;
    stateSince = now;
  }

  void toSend(Instant now) {
    become(EInvoiceState.TO_SEND, now);
  }

  void sent(Instant now) {
    become(EInvoiceState.SENT, now);
    attempts++;
  }

  void accepted(String byReference, String seal, Instant now) {
    String checked = Texts.required("reference", byReference, 120);
    become(EInvoiceState.ACCEPTED, now);
    reference = checked;
    qr = Texts.optional("qr", seal, 8_000);
    reason = null;
  }

  void rejected(String why, Instant now) {
    String checked = Texts.required("reason", why, 500);
    become(EInvoiceState.REJECTED, now);
    reason = checked;
  }

  public Long getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  /** Returns the number of the invoice or credit note. */
  public String getDocumentNumber() {
    return documentNumber;
  }

  /** Returns the invoice, or null for a credit note. */
  public Long getInvoiceId() {
    return invoiceId;
  }

  /** Returns the credit note, or null for an invoice. */
  public Long getCreditNoteId() {
    return creditNoteId;
  }

  public EInvoiceState getState() {
    return state;
  }

  /** Returns the platform's reference, or null before it is accepted. */
  public String getReference() {
    return reference;
  }

  /** Returns the content of the QR seal, or null. */
  public String getQr() {
    return qr;
  }

  /** Returns why it was refused, or null. */
  public String getReason() {
    return reason;
  }

  /** Returns how often it was sent. */
  public int getAttempts() {
    return attempts;
  }

  public Instant getStateSince() {
    return stateSince;
  }
}
