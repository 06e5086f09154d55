package tn.ecar.garage.invoice;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.money.TaxClass;

/** What a credit note gives back of one line of its invoice. Never changed. */
@Entity
@Table(name = "credit_note_line")
public class CreditNoteLine {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "credit_note_line_id")
  @SequenceGenerator(
      name = "credit_note_line_id",
      sequenceName = "credit_note_line_id",
      allocationSize = 50)
  private Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "credit_note_id")
  private CreditNote note;

  @Column(name = "invoice_line_id")
  private Long invoiceLineId;

  private int position;
  private String designation;
  private String unit;
  private BigDecimal quantity;
  private BigDecimal net;

  @Enumerated(EnumType.STRING)
  @Column(name = "tax_class")
  private TaxClass taxClass;

  private boolean fodec;

  /** For the persistence provider. */
  protected CreditNoteLine() {}

  CreditNoteLine(CreditNote note, int position, InvoiceLine of, Quantity quantity, Money net) {
    this.note = note;
    this.position = position;
    this.invoiceLineId = of.getId();
    this.designation = of.getDesignation();
    this.unit = of.getUnit();
    this.quantity = quantity.value();
    this.net = net.amount();
    this.taxClass = of.getTaxClass();
    this.fodec = of.isFodec();
  }

  /** Returns the line of the invoice. */
  public Long getInvoiceLineId() {
    return invoiceLineId;
  }

  /** Returns its place on the credit note, from 1 without gaps. */
  public int getPosition() {
    return position;
  }

  public String getDesignation() {
    return designation;
  }

  public String getUnit() {
    return unit;
  }

  public Quantity getQuantity() {
    return new Quantity(quantity);
  }

  /** Returns the amount before tax, after all discounts of the invoice. */
  public Money getNet() {
    return new Money(net);
  }

  public TaxClass getTaxClass() {
    return taxClass;
  }

  public boolean isFodec() {
    return fodec;
  }

  /** Returns the credit note it stands on. */
  public CreditNote getNote() {
    return note;
  }
}
