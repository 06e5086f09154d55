package tn.ecar.garage.payment;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A payment as it is taken.
 *
 * @param amount what it settles of the invoice, in dinars, what is withheld included
 * @param method how it is paid
 * @param paidOn the day; null for today
 * @param withhold true if the customer withholds tax at the rate of that day; null for not
 * @param reference number of the cheque, the transfer or the withholding certificate; may be null
 */
public record PaymentData(
    BigDecimal amount,
    Payment.Method method,
    LocalDate paidOn,
    Boolean withhold,
    String reference) {}
