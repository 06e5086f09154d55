package tn.ecar.garage.invoice;

import jakarta.persistence.Embeddable;
import tn.ecar.garage.customer.Customer;

/**
 * Seller or buyer as they stand on a document: a copy that later changes of address never reach.
 */
@Embeddable
public class Party {
  private String name;
  private String address;
  private String town;
  private String taxNumber;
  private String phone;

  /** For the persistence provider. */
  protected Party() {}

  Party(String name, String address, String town, String taxNumber, String phone) {
    this.name = name;
    this.address = address;
    this.town = town;
    this.taxNumber = taxNumber;
    this.phone = phone;
  }

  static Party of(Customer customer) {
    String taxNumber =
        customer.getMatriculeFiscal() == null ? null : customer.getMatriculeFiscal().number();
    if (taxNumber == null && customer.getCin() != null) {
      taxNumber = customer.getCin().number();
    }
    return new Party(
        customer.getName(),
        customer.getAddress(),
        customer.getTown(),
        taxNumber,
        customer.getPhone().number());
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

  /** Returns the matricule fiscal, else the CIN, else null. */
  public String getTaxNumber() {
    return taxNumber;
  }

  /** Returns the phone in E.164, or null. */
  public String getPhone() {
    return phone;
  }
}
