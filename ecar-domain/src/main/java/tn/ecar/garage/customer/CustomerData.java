package tn.ecar.garage.customer;

/**
 * What the front desk knows of a customer, as typed. {@link Customer} parses it.
 *
 * @param kind person or company; null for a person
 * @param name required, at most 120 characters
 * @param phone required, 8 digits or E.164
 * @param secondPhone may be null
 * @param address street and number; may be null
 * @param town may be null
 * @param matriculeFiscal may be null
 * @param cin may be null
 * @param language null for French
 */
public record CustomerData(
    Customer.Kind kind,
    String name,
    String phone,
    String secondPhone,
    String address,
    String town,
    String matriculeFiscal,
    String cin,
    Customer.Language language) {}
