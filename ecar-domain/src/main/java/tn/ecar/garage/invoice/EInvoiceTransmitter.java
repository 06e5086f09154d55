package tn.ecar.garage.invoice;

import java.io.IOException;

/**
 * The port to the national platform: whoever runs ECAR supplies the bean behind it, since the
 * schema (TEIF), the signature and the address are the garage's. Without one, documents wait, and
 * the platform's answers can be noted by hand.
 */
public interface EInvoiceTransmitter {
  /**
   * Signs and hands over one document. It is called outside of any transaction and may be called
   * again for a document that it has sent already: the document's number tells.
   *
   * @param document the number of the invoice or credit note, and its identities
   * @throws IOException if the platform cannot be reached; the document waits for the next round
   */
  Answer send(EInvoice document) throws IOException;

  /**
   * What the platform said.
   *
   * @param reference its reference, if it accepted; otherwise null
   * @param qr content of the QR seal, if it accepted; otherwise null
   * @param reason why it refused; null if it accepted, or answers later
   */
  record Answer(String reference, String qr, String reason) {
    public static Answer accepted(String reference, String qr) {
      return new Answer(reference, qr, null);
    }

    public static Answer rejected(String reason) {
      return new Answer(null, null, reason);
    }

    /** The platform has it and answers later. */
    public static Answer taken() {
      return new Answer(null, null, null);
    }
  }
}
