package tn.ecar.garage.supply;

/**
 * One line of the list of suppliers.
 *
 * @param id identity
 * @param name name
 * @param phone in E.164; may be null
 * @param email may be null
 */
public record SupplierRow(Long id, String name, String phone, String email) {}
