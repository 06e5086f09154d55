package tn.ecar.garage.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a credit note comes to. Every amount is the difference of two running sums: what all credit
 * notes of the invoice give back with this one, less what they gave back before it. So however an
 * invoice is given back in parts, nothing is ever negative, and when all of it is given back the
 * parts add up to the invoice to the millime.
 */
public final class Crediting {
  private final Function<TaxClass, BigDecimal> tva;
  private final BigDecimal fodec;

  /** Uses the rates that the invoice used: percent of each of its classes, and of FODEC. */
  public Crediting(Function<TaxClass, BigDecimal> tva, BigDecimal fodec) {
    this.tva = tva;
    this.fodec = fodec;
  }

  /**
   * One line of the invoice and what is given back of it.
   *
   * @param net what the line came to after all discounts
   * @param quantity what was invoiced, more than 0
   * @param before what earlier credit notes gave back
   * @param now what this one gives back; 0 for a line it does not touch
   */
  public record Position(
      Money net,
      TaxClass taxClass,
      boolean fodec,
      Quantity quantity,
      Quantity before,
      Quantity now) {
    /** Returns the part of the net amount that this credit note gives back. */
    public Money credited() {
      return upTo(before.plus(now)).minus(upTo(before));
    }

    private Money upTo(Quantity part) {
      return new Money(
          net.amount()
              .multiply(part.value())
              .divide(quantity.value(), Money.SCALE, RoundingMode.HALF_UP));
    }
  }

  /** Returns one group for each tax class that this credit note touches. */
  public List<TaxGroup> groups(List<Position> lines) {
    Map<TaxClass, List<Position>> byClass = new EnumMap<>(TaxClass.class);
    lines.forEach(
        line -> byClass.computeIfAbsent(line.taxClass(), c -> new ArrayList<>()).add(line));
    List<TaxGroup> groups = new ArrayList<>();
    byClass.forEach(
        (taxClass, members) -> {
          if (members.stream().anyMatch(line -> !line.now().isZero())) {
            groups.add(group(taxClass, members));
          }
        });
    return groups;
  }

  private TaxGroup group(TaxClass taxClass, List<Position> members) {
    BigDecimal rate = tva.apply(taxClass);
    Sums before = sums(members, rate, line -> line.upTo(line.before()));
    Sums after = sums(members, rate, line -> line.upTo(line.before().plus(line.now())));
    Money net = after.net.minus(before.net);
    Money fodecNow = after.fodec.minus(before.fodec);
    return new TaxGroup(
        taxClass, rate, net, fodecNow, net.plus(fodecNow), after.tax.minus(before.tax));
  }

  private Sums sums(List<Position> members, BigDecimal rate, Function<Position, Money> amount) {
    Money net = members.stream().map(amount).reduce(Money.ZERO, Money::plus);
    Money under =
        members.stream().filter(Position::fodec).map(amount).reduce(Money.ZERO, Money::plus);
    Money ofFodec = under.percent(fodec);
    return new Sums(net, ofFodec, net.plus(ofFodec).percent(rate));
  }

  private record Sums(Money net, Money fodec, Money tax) {}
}
