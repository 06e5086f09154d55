package tn.ecar.garage.invoice;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.LocalDate;
import tn.ecar.garage.Day;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.customer.MatriculeFiscal;
import tn.ecar.garage.customer.Phone;

/**
 * The garage itself, as it signs its documents. One row, made with the schema and filled in by the
 * manager.
 */
@Entity
@Table(name = "seller")
public class Seller {
  static final long ID = 1;

  @Id private Long id;
  @Version private int version;
  private String name;
  private String address;
  private String town;

  @Column(name = "matricule_fiscal")
  private String matriculeFiscal;

  private String phone;

  @Column(name = "credit_note_timbre")
  private boolean creditNoteTimbre;

  @Column(name = "e_invoice_from")
  private LocalDate eInvoiceFrom;

  @Column(name = "payment_days")
  private int paymentDays;

  /** For the persistence provider. */
  protected Seller() {}

  /**
   * Sets how long customers have to pay what is invoiced from now on.
   *
   * @param days 0 to 365
   * @throws RuleViolation if it is out of this range
   */
  public void grant(int days) {
    if (days < 0 || days > 365) {
      throw new RuleViolation("paymentDays", days, "Customers have 0 to 365 days to pay.");
    }
    paymentDays = days;
  }

  /** Returns how many days after its own day an invoice is due. */
  public int getPaymentDays() {
    return paymentDays;
  }

  final void change(
      String newName, String newAddress, String newTown, String newMatricule, String newPhone) {
    String checkedName = Texts.required("name", newName, 120);
    String checkedMatricule =
        Texts.isBlank(newMatricule) ? null : new MatriculeFiscal(newMatricule).number();
    String checkedPhone = Texts.isBlank(newPhone) ? null : new Phone(newPhone).number();
    address = Texts.optional("address", newAddress, 200);
    town = Texts.optional("town", newTown, 80);
    name = checkedName;
    matriculeFiscal = checkedMatricule;
    phone = checkedPhone;
  }

  /** Chooses how documents are made from now on; those issued before stay as they are. */
  final void choose(boolean timbreOnCreditNotes, LocalDate eInvoicesFrom) {
    eInvoiceFrom = Day.require("eInvoicesFrom", eInvoicesFrom);
    creditNoteTimbre = timbreOnCreditNotes;
  }

  Party party() {
    return new Party(name, address, town, matriculeFiscal, phone);
  }

  public String getName() {
    return name;
  }

  /** Returns street and number, or null. */
  public String getAddress() {
    return address;
  }

  /** Returns the town, or null. */
  public String getTown() {
    return town;
  }

  /** Returns the tax number, or null while it was not filled in. */
  public String getMatriculeFiscal() {
    return matriculeFiscal;
  }

  /** Returns the phone in E.164, or null. */
  public String getPhone() {
    return phone;
  }

  /** Returns true if a credit note gives the timbre of its invoice back. */
  public boolean isCreditNoteTimbre() {
    return creditNoteTimbre;
  }

  /** Returns the first day whose documents go to the national platform, or null for none. */
  public LocalDate getEInvoiceFrom() {
    return eInvoiceFrom;
  }

  public int getVersion() {
    return version;
  }

  /** Returns name, address, phone, tax number and choices, for the audit log. */
  @Override
  public String toString() {
    return name
        + (address == null ? "" : ", " + address)
        + (town == null ? "" : ", " + town)
        + (phone == null ? "" : ", " + phone)
        + (matriculeFiscal == null ? "" : ", " + matriculeFiscal)
        + (creditNoteTimbre ? "" : ", no timbre on credit notes")
        + (eInvoiceFrom == null ? "" : ", e-invoices from " + eInvoiceFrom);
  }
}
