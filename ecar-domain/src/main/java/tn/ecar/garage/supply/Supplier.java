package tn.ecar.garage.supply;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.regex.Pattern;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.customer.MatriculeFiscal;
import tn.ecar.garage.customer.Phone;

/**
 * Somebody who sells parts to the garage. Never deleted, since purchase orders name it: who is no
 * longer ordered from is archived, which frees the name.
 */
@Entity
@Table(name = "supplier")
public class Supplier {
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "supplier_id")
  @SequenceGenerator(name = "supplier_id", sequenceName = "supplier_id", allocationSize = 50)
  private Long id;

  @Version private int version;

  private String name;
  private String phone;
  private String email;
  private String address;

  @Column(name = "matricule_fiscal")
  private String matriculeFiscal;

  private boolean active = true;

  /** For the persistence provider. */
  protected Supplier() {}

  /**
   * Notes a supplier.
   *
   * @throws RuleViolation if a value breaks its form
   */
  Supplier(SupplierData data) {
    change(data);
  }

  /** Takes over new particulars; nothing is changed when a value breaks its form. */
  final void change(SupplierData data) {
    String newName = Texts.required("name", data.name(), 120);
    String newPhone = Texts.isBlank(data.phone()) ? null : new Phone(data.phone()).number();
    String newEmail = Texts.optional("email", data.email(), 120);
    if (newEmail != null && !EMAIL.matcher(newEmail).matches()) {
      throw new RuleViolation("email", newEmail, "An address is written as name@example.tn.");
    }
    String newTaxNumber =
        Texts.isBlank(data.matriculeFiscal())
            ? null
            : new MatriculeFiscal(data.matriculeFiscal()).number();
    address = Texts.optional("address", data.address(), 200);
    name = newName;
    phone = newPhone;
    email = newEmail;
    matriculeFiscal = newTaxNumber;
  }

  void archive() {
    active = false;
  }

  public Long getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  public String getName() {
    return name;
  }

  /** Returns the phone in E.164, or null. */
  public String getPhone() {
    return phone;
  }

  /** Returns the address for messages, or null. */
  public String getEmail() {
    return email;
  }

  /** Returns the postal address, or null. */
  public String getAddress() {
    return address;
  }

  /** Returns the tax number, or null. */
  public String getMatriculeFiscal() {
    return matriculeFiscal;
  }

  public boolean isActive() {
    return active;
  }

  /** Returns name and phone, for the audit log. */
  @Override
  public String toString() {
    return name + (phone == null ? "" : ", " + phone) + (active ? "" : " (archived)");
  }
}
