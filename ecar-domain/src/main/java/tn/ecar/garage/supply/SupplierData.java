package tn.ecar.garage.supply;

/**
 * What is known of a supplier. {@link Supplier} checks it.
 *
 * @param name required; unique among the active ones
 * @param phone 8 digits or E.164; may be null
 * @param email may be null
 * @param address may be null
 * @param matriculeFiscal may be null
 */
public record SupplierData(
    String name, String phone, String email, String address, String matriculeFiscal) {}
