package tn.ecar.garage.appointment;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import tn.ecar.garage.Texts;

/** A place in the workshop where one vehicle stands. */
@Entity
@Table(name = "bay")
public class Bay {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "bay_id")
  @SequenceGenerator(name = "bay_id", sequenceName = "bay_id", allocationSize = 1)
  private Long id;

  private String name;

  /** For the persistence provider. */
  protected Bay() {}

  Bay(String name) {
    this.name = Texts.required("name", name, 40);
  }

  public Long getId() {
    return id;
  }

  public String getName() {
    return name;
  }
}
