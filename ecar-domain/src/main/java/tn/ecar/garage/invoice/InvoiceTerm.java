package tn.ecar.garage.invoice;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import tn.ecar.garage.persistence.Term;

/** Something an invoice is found by, of the view {@code invoice_term}. */
@Entity
@Table(name = "invoice_term")
@SuppressWarnings("unused") // by queries only
class InvoiceTerm extends Term {
  // Several rows have the same one, which nobody sees as long as none is read.
  @Id
  @Column(name = "invoice_id")
  private Long invoiceId;
}
