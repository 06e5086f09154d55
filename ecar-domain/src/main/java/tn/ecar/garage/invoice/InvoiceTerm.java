package tn.ecar.garage.invoice;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * Something an invoice is found by, of the view {@code invoice_term}: each row has some of the
 * columns. Only queries know it; nobody reads or writes one.
 */
@Entity
@Table(name = "invoice_term")
@SuppressWarnings("unused") // by queries only
class InvoiceTerm {
  // Several rows have the same one, which nobody sees as long as none is read.
  @Id
  @Column(name = "invoice_id")
  private Long invoiceId;

  private String number;
  private String text;
  private String plate;
  private String phone;

  @Column(name = "second_phone")
  private String secondPhone;
}
