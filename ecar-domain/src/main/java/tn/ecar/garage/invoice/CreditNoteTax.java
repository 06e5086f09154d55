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
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.money.TaxGroup;

/** One TVA rate of a credit note with its base and its tax. Never changed. */
@Entity
@Table(name = "credit_note_tax")
public class CreditNoteTax {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "credit_note_tax_id")
  @SequenceGenerator(
      name = "credit_note_tax_id",
      sequenceName = "credit_note_tax_id",
      allocationSize = 50)
  private Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "credit_note_id")
  private CreditNote note;

  @Enumerated(EnumType.STRING)
  @Column(name = "tax_class")
  private TaxClass taxClass;

  private BigDecimal rate;
  private BigDecimal net;
  private BigDecimal fodec;
  private BigDecimal base;
  private BigDecimal tax;

  /** For the persistence provider. */
  protected CreditNoteTax() {}

  CreditNoteTax(CreditNote note, TaxGroup group) {
    this.note = note;
    this.taxClass = group.taxClass();
    this.rate = group.rate();
    this.net = group.net().amount();
    this.fodec = group.fodec().amount();
    this.base = group.base().amount();
    this.tax = group.tax().amount();
  }

  public TaxClass getTaxClass() {
    return taxClass;
  }

  /** Returns TVA in percent. */
  public BigDecimal getRate() {
    return rate;
  }

  public Money getNet() {
    return new Money(net);
  }

  public Money getFodec() {
    return new Money(fodec);
  }

  /** Returns what TVA is given back on: net and FODEC. */
  public Money getBase() {
    return new Money(base);
  }

  public Money getTax() {
    return new Money(tax);
  }

  /** Returns the credit note it belongs to. */
  public CreditNote getNote() {
    return note;
  }
}
