package tn.ecar.web.document;

import java.math.BigDecimal;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;

/** Numbers as a French document shows them: thousands apart, a comma before the decimals. */
final class FrenchNumbers {
  private FrenchNumbers() {}

  static String of(Money amount) {
    return of(amount.toString());
  }

  /** Pieces are counted without decimals, litres and hours keep what they need. */
  static String of(Quantity quantity) {
    return of(quantity.value());
  }

  static String of(BigDecimal quantity) {
    return of(quantity.stripTrailingZeros().toPlainString());
  }

  static String of(String decimal) {
    int point = decimal.indexOf('.');
    return point < 0
        ? grouped(decimal)
        : grouped(decimal.substring(0, point)) + "," + decimal.substring(point + 1);
  }

  static String grouped(String digits) {
    return digits.replaceAll("(?<=\\d)(?=(\\d{3})+$)", "\u00a0");
  }
}
