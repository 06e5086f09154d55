package tn.ecar.garage.money;

import java.math.BigDecimal;

/**
 * Everything of a document that falls under one TVA class.
 *
 * @param taxClass the class
 * @param rate TVA in percent that was used
 * @param net sum of the lines after all discounts
 * @param fodec FODEC of the group, rounded once
 * @param base what TVA is due on: net and FODEC
 * @param tax TVA of the group, rounded once
 */
public record TaxGroup(
    TaxClass taxClass, BigDecimal rate, Money net, Money fodec, Money base, Money tax) {}
