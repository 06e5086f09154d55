package tn.ecar.garage.order;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * Something an order is found by, of the view {@code order_term}: each row has some of the columns.
 * Only queries know it; nobody reads or writes one.
 */
@Entity
@Table(name = "order_term")
@SuppressWarnings("unused") // by queries only
class OrderTerm {
  // Several rows have the same one, which nobody sees as long as none is read.
  @Id
  @Column(name = "order_id")
  private Long orderId;

  private String number;
  private String text;
  private String plate;
  private String phone;

  @Column(name = "second_phone")
  private String secondPhone;
}
