package tn.ecar.garage.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;

/**
 * Something that a row of a list is found by, of a view: each has some of the columns, the others
 * are empty. Only queries know terms; nobody reads or writes one.
 */
@MappedSuperclass
@SuppressWarnings("unused") // by queries only
public abstract class Term {
  private String number;
  private String text;
  private String plate;
  private String phone;

  @Column(name = "second_phone")
  private String secondPhone;
}
