package tn.ecar.garage.money;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;

/**
 * The legal rates of one day.
 *
 * @param tva percent for each tax class
 * @param fodec percent
 * @param timbre duty of one invoice
 */
public record Rates(Map<TaxClass, BigDecimal> tva, BigDecimal fodec, Money timbre) {
  public Rates {
    Map<TaxClass, BigDecimal> copy = new EnumMap<>(TaxClass.class);
    copy.putAll(tva);
    tva = Map.copyOf(copy);
  }
}
