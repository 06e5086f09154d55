package tn.ecar.garage.order;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import tn.ecar.garage.persistence.Term;

/** Something an order is found by, of the view {@code order_term}. */
@Entity
@Table(name = "order_term")
@SuppressWarnings("unused") // by queries only
class OrderTerm extends Term {
  // Several rows have the same one, which nobody sees as long as none is read.
  @Id
  @Column(name = "order_id")
  private Long orderId;
}
