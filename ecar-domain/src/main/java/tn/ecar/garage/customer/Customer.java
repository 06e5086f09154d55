package tn.ecar.garage.customer;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;

/**
 * A person or a company that brings vehicles. Received once at the front desk, changed as often as
 * an address changes, and never deleted: who has a document is archived, since invoices live ten
 * years.
 */
@Entity
@Table(name = "customer")
public class Customer {
  /** What kind of customer this is. */
  public enum Kind {
    /** A natural person, known by a CIN. */
    PERSON,
    /** A company, known by a matricule fiscal. */
    COMPANY
  }

  /** The language the customer is written to in. */
  public enum Language {
    /** French. */
    FR,
    /** Arabic. */
    AR,
    /** English. */
    EN
  }

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "customer_id")
  @SequenceGenerator(name = "customer_id", sequenceName = "customer_id", allocationSize = 50)
  private Long id;

  @Version private int version;

  @Enumerated(EnumType.STRING)
  private Kind kind;

  private String name;
  private String phone;

  @Column(name = "second_phone")
  private String secondPhone;

  private String address;
  private String town;

  @Column(name = "matricule_fiscal")
  private String matriculeFiscal;

  private String cin;

  @Enumerated(EnumType.STRING)
  private Language language;

  private boolean archived;

  @Column(name = "link_number")
  private int linkNumber;

  @Column(name = "received_at")
  private Instant receivedAt;

  /** For the persistence provider. */
  protected Customer() {}

  /**
   * Receives a customer.
   *
   * @throws RuleViolation if a value breaks its form
   */
  public Customer(CustomerData data, Instant receivedAt) {
    this.receivedAt = receivedAt;
    change(data);
  }

  /**
   * Takes over new particulars.
   *
   * @throws RuleViolation if a value breaks its form; nothing is changed then
   */
  public final void change(CustomerData data) {
    Kind newKind = data.kind() == null ? Kind.PERSON : data.kind();
    String newName = Texts.required("name", data.name(), 120);
    String newPhone = new Phone(data.phone()).number();
    String newSecond =
        Texts.isBlank(data.secondPhone())
            ? null
            : RuleViolation.in("secondPhone", () -> new Phone(data.secondPhone())).number();
    String newMatricule =
        Texts.isBlank(data.matriculeFiscal())
            ? null
            : new MatriculeFiscal(data.matriculeFiscal()).number();
    String newCin = Texts.isBlank(data.cin()) ? null : new Cin(data.cin()).number();
    String newAddress = Texts.optional("address", data.address(), 200);
    String newTown = Texts.optional("town", data.town(), 80);
    kind = newKind;
    name = newName;
    phone = newPhone;
    secondPhone = newSecond;
    matriculeFiscal = newMatricule;
    cin = newCin;
    address = newAddress;
    town = newTown;
    language = data.language() == null ? Language.FR : data.language();
  }

  /** Takes the customer out of the lists of the day; documents and history stay. */
  void archive() {
    archived = true;
  }

  /** Makes void every link to a folder that was signed until now. */
  void voidLinks() {
    linkNumber++;
  }

  /** Returns the number that a link to a folder of this customer has to name. */
  public int linkNumber() {
    return linkNumber;
  }

  public Long getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  public Kind getKind() {
    return kind;
  }

  public String getName() {
    return name;
  }

  /** Returns the first phone number in E.164, never null. */
  public Phone getPhone() {
    return new Phone(phone);
  }

  /** Returns the second phone number, or null. */
  public Phone getSecondPhone() {
    return secondPhone == null ? null : new Phone(secondPhone);
  }

  /** Returns street and number, or null. */
  public String getAddress() {
    return address;
  }

  /** Returns the town, or null. */
  public String getTown() {
    return town;
  }

  /** Returns the tax number, or null. */
  public MatriculeFiscal getMatriculeFiscal() {
    return matriculeFiscal == null ? null : new MatriculeFiscal(matriculeFiscal);
  }

  /** Returns the identity card's number, or null. */
  public Cin getCin() {
    return cin == null ? null : new Cin(cin);
  }

  public Language getLanguage() {
    return language;
  }

  public boolean isArchived() {
    return archived;
  }

  public Instant getReceivedAt() {
    return receivedAt;
  }

  /** Returns name and number, for the audit log. */
  @Override
  public String toString() {
    return name
        + ", "
        + phone
        + (town == null ? "" : ", " + town)
        + (archived ? " (archived)" : "");
  }
}
