package tn.ecar.garage.order;

import java.math.BigDecimal;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.money.TaxCalculation;
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.part.Part;

/**
 * A line whose gaps are filled from its part and whose values are sound: what a quote offers and
 * what an order charges is read by the same rules.
 *
 * @param kind what it charges
 * @param part the part of a part line; null otherwise
 * @param designation what stands on the document
 * @param unit the part's, {@code h} or {@code u}
 * @param quantity more than 0
 * @param unitPrice before tax, 0 or more
 * @param discountPercent 0 to 100
 * @param taxClass its TVA class
 * @param fodec true if FODEC is due on it
 */
public record PricedLine(
    LineKind kind,
    Part part,
    String designation,
    String unit,
    Quantity quantity,
    Money unitPrice,
    BigDecimal discountPercent,
    TaxClass taxClass,
    boolean fodec) {

  /**
   * Reads a line as typed.
   *
   * @param part the part it names; null if it names none
   * @throws RuleViolation if a value breaks its rule
   */
  public static PricedLine of(LineData data, Part part) {
    if (data.kind() == null) {
      throw new RuleViolation("kind", null, "A line is LABOUR, PART or OUTSIDE.");
    }
    if ((data.kind() == LineKind.PART) != (part != null)) {
      throw new RuleViolation(
          "partId", data.partId(), "A part line names its part, and no other line does.");
    }
    BigDecimal discount = data.discountPercent() == null ? BigDecimal.ZERO : data.discountPercent();
    TaxCalculation.checkPercent("discountPercent", discount);
    TaxClass ofPart = part == null ? TaxClass.STANDARD : part.getTaxClass();
    PricedLine line =
        new PricedLine(
            data.kind(),
            part,
            Texts.required("designation", designation(data, part), 200),
            unit(data.kind(), part),
            Quantity.positive(data.quantity()),
            price(data, part),
            discount,
            data.taxClass() == null ? ofPart : data.taxClass(),
            data.fodec() == null ? part != null && part.isFodec() : data.fodec());
    // Refused here, not when the document is summed up.
    net(line.unitPrice, line.quantity, discount);
    return line;
  }

  /** Returns price by quantity less the discount, before tax, rounded half up to the millime. */
  public static Money net(Money unitPrice, Quantity quantity, BigDecimal discountPercent) {
    BigDecimal charged = BigDecimal.valueOf(100).subtract(discountPercent).movePointLeft(2);
    return Money.rounded(unitPrice.amount().multiply(quantity.value()).multiply(charged));
  }

  private static String designation(LineData data, Part part) {
    return Texts.isBlank(data.designation()) && part != null ? part.getName() : data.designation();
  }

  private static String unit(LineKind kind, Part part) {
    if (part != null) {
      return part.getUnit();
    }
    return kind == LineKind.LABOUR ? "h" : "u";
  }

  private static Money price(LineData data, Part part) {
    if (data.unitPrice() == null && part != null) {
      return part.getPrice();
    }
    if (data.unitPrice() == null) {
      throw new RuleViolation("unitPrice", null, "Labour and outside work have a price.");
    }
    Money price = RuleViolation.in("unitPrice", () -> new Money(data.unitPrice()));
    if (price.isNegative()) {
      throw new RuleViolation("unitPrice", price, "A price is 0 or more.");
    }
    return price;
  }
}
