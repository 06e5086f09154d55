package tn.ecar.garage.appointment;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;

/** A place in the workshop where one vehicle stands, or several. One that is given up stays. */
@Entity
@Table(name = "bay")
public class Bay {
  private static final int MOST = 20;

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "bay_id")
  @SequenceGenerator(name = "bay_id", sequenceName = "bay_id", allocationSize = 1)
  private Long id;

  @Version private int version = 1;

  private String name;
  private int capacity = 1;
  private boolean active = true;

  /** For the persistence provider. */
  protected Bay() {}

  Bay(String name) {
    this.name = Texts.required("name", name, 40);
  }

  void change(String newName, Integer newCapacity, boolean nowActive) {
    String checkedName = Texts.required("name", newName, 40);
    if (newCapacity == null || newCapacity < 1 || newCapacity > MOST) {
      throw new RuleViolation(
          "capacity", newCapacity, "A bay holds 1 to " + MOST + " vehicles at a time.");
    }
    name = checkedName;
    capacity = newCapacity;
    active = nowActive;
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

  /** Returns how many vehicles stand on it at a time. */
  public int getCapacity() {
    return capacity;
  }

  public boolean isActive() {
    return active;
  }

  /** Returns name, capacity and whether it was given up, for the audit log. */
  @Override
  public String toString() {
    return name + ", " + capacity + (active ? "" : ", given up");
  }
}
