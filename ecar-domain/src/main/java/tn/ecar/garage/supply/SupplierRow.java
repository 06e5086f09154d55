package tn.ecar.garage.supply;

import java.util.Objects;

/**
 * One line of the list of suppliers.
 *
 * @param id identity
 * @param name name
 * @param phone in E.164; may be null
 * @param email may be null
 */
public record SupplierRow(Long id, String name, String phone, String email) {

  /** JSON is written of rows that are kept in a hash table meanwhile: their identity is enough. */
  @Override
  public int hashCode() {
    return Objects.hashCode(id);
  }
}
