package tn.ecar.garage.upkeep;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

/** An interval that a work order serves. */
@Entity
@Table(name = "order_service")
public class OrderService {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "order_service_id")
  @SequenceGenerator(
      name = "order_service_id",
      sequenceName = "order_service_id",
      allocationSize = 50)
  private Long id;

  @Column(name = "work_order_id")
  private Long orderId;

  private String name;

  /** For the persistence provider. */
  protected OrderService() {}

  OrderService(Long orderId, String name) {
    this.orderId = orderId;
    this.name = name;
  }

  public Long getId() {
    return id;
  }

  /** Returns the identity of the work order. */
  public Long getOrderId() {
    return orderId;
  }

  public String getName() {
    return name;
  }
}
