package tn.ecar.garage.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One round of the transmitter over the documents that wait. Each document is taken in one
 * transaction, sent in none, and its answer noted in another: no database connection waits for the
 * platform, and no answer is lost with somebody else's document.
 */
@ApplicationScoped
public class EInvoiceSending {
  private static final Logger LOG = Logger.getLogger(EInvoiceSending.class.getName());

  private final EInvoices documents;

  @Inject
  public EInvoiceSending(EInvoices documents) {
    this.documents = documents;
  }

  /** For the container's client proxy. */
  protected EInvoiceSending() {
    this(null);
  }

  /**
   * Sends what waits until nothing waits or the platform cannot be reached.
   *
   * @return how many the platform took
   */
  public int round(EInvoiceTransmitter transmitter) {
    int taken = 0;
    for (Optional<EInvoice> next = documents.take(); next.isPresent(); next = documents.take()) {
      EInvoice document = next.get();
      try {
        note(document.getId(), transmitter.send(document));
        taken++;
      } catch (IOException e) {
        LOG.log(
            Level.WARNING, "The platform was not reached for " + document.getDocumentNumber(), e);
        documents.send(document.getId());
        return taken;
      }
    }
    return taken;
  }

  private void note(long id, EInvoiceTransmitter.Answer answer) {
    if (answer.reference() != null) {
      documents.accepted(id, answer.reference(), answer.qr());
    } else if (answer.reason() != null) {
      documents.rejected(id, answer.reason());
    }
  }
}
