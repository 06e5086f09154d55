package tn.ecar.garage.invoice;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where a document stands on its way through the national platform. */
public enum EInvoiceState {
  /** Issued before the garage had to send its documents. */
  NOT_REQUIRED,
  /** Waits for the transmitter. */
  TO_SEND,
  /** The platform has it and has not answered, or nobody knows whether it has it. */
  SENT,
  /** Countersigned: it has a reference and a QR seal. */
  ACCEPTED,
  /** Refused, with a reason: it is put right at the source and sent again. */
  REJECTED;

  private static final Map<EInvoiceState, Set<EInvoiceState>> TABLE =
      Map.of(
          NOT_REQUIRED, EnumSet.of(TO_SEND),
          TO_SEND, EnumSet.of(SENT),
          SENT, EnumSet.of(ACCEPTED, REJECTED, TO_SEND),
          REJECTED, EnumSet.of(TO_SEND),
          ACCEPTED, EnumSet.noneOf(EInvoiceState.class));

  /** Returns the states that may follow; none after ACCEPTED. */
  public Set<EInvoiceState> next() {
    return EnumSet.copyOf(TABLE.get(this));
  }

  /** Returns true if this state may be followed by that one. */
  public boolean mayBecome(EInvoiceState to) {
    return TABLE.get(this).contains(to);
  }
}
