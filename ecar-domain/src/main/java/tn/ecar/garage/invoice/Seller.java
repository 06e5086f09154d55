package tn.ecar.garage.invoice;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
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

  /** For the persistence provider. */
  protected Seller() {}

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

  /** Returns name and tax number, for the audit log. */
  @Override
  public String toString() {
    return name + (matriculeFiscal == null ? "" : ", " + matriculeFiscal);
  }
}
