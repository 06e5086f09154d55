package tn.ecar.garage.customer;

import java.util.Objects;

/**
 * One line of the list of customers.
 *
 * @param id identity
 * @param kind person or company
 * @param name name
 * @param phone E.164
 * @param town may be null
 * @param vehicles how many active vehicles the customer has
 */
public record CustomerRow(
    Long id, Customer.Kind kind, String name, String phone, String town, Long vehicles) {

  /** JSON is written of rows that are kept in a hash table meanwhile: their identity is enough. */
  @Override
  public int hashCode() {
    return Objects.hashCode(id);
  }
}
