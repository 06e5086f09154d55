package tn.ecar.web.pages;

import java.io.Serializable;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.customer.CustomerData;

/** The inputs of a customer, as typed. */
public class CustomerFields implements Serializable {
  private static final long serialVersionUID = 1L;

  private Customer.Kind kind = Customer.Kind.PERSON;
  private String name;
  private String phone;
  private String secondPhone;
  private String address;
  private String town;
  private String matriculeFiscal;
  private String cin;
  private Customer.Language language = Customer.Language.FR;

  /** Returns inputs filled with what is known of a customer. */
  static CustomerFields of(Customer customer) {
    CustomerFields fields = new CustomerFields();
    fields.kind = customer.getKind();
    fields.name = customer.getName();
    fields.phone = text(customer.getPhone());
    fields.secondPhone = text(customer.getSecondPhone());
    fields.address = customer.getAddress();
    fields.town = customer.getTown();
    fields.matriculeFiscal = text(customer.getMatriculeFiscal());
    fields.cin = text(customer.getCin());
    fields.language = customer.getLanguage();
    return fields;
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }

  CustomerData data() {
    return new CustomerData(
        kind, name, phone, secondPhone, address, town, matriculeFiscal, cin, language);
  }

  public boolean isCompany() {
    return kind == Customer.Kind.COMPANY;
  }

  public Customer.Kind getKind() {
    return kind;
  }

  public void setKind(Customer.Kind kind) {
    this.kind = kind;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public String getPhone() {
    return phone;
  }

  public void setPhone(String phone) {
    this.phone = phone;
  }

  public String getSecondPhone() {
    return secondPhone;
  }

  public void setSecondPhone(String secondPhone) {
    this.secondPhone = secondPhone;
  }

  public String getAddress() {
    return address;
  }

  public void setAddress(String address) {
    this.address = address;
  }

  public String getTown() {
    return town;
  }

  public void setTown(String town) {
    this.town = town;
  }

  public String getMatriculeFiscal() {
    return matriculeFiscal;
  }

  public void setMatriculeFiscal(String matriculeFiscal) {
    this.matriculeFiscal = matriculeFiscal;
  }

  public String getCin() {
    return cin;
  }

  public void setCin(String cin) {
    this.cin = cin;
  }

  public Customer.Language getLanguage() {
    return language;
  }

  public void setLanguage(Customer.Language language) {
    this.language = language;
  }
}
