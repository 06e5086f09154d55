package tn.ecar.garage.invoice;

import java.time.LocalDate;

/**
 * Which invoices are wanted; every condition that is null is left out.
 *
 * @param text part of the invoice's or its order's number, buyer's name or phone, or plate
 * @param open true for only those that are not settled
 * @param customerId who was invoiced
 * @param vehicleId the vehicle
 * @param from first day of issue
 * @param to last day of issue
 */
public record InvoiceQuery(
    String text, boolean open, Long customerId, Long vehicleId, LocalDate from, LocalDate to) {}
