package tn.ecar.garage.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import tn.ecar.garage.RuleViolation;

/**
 * Tunisian taxation of a document. FODEC enters the TVA base; FODEC and TVA are each rounded half
 * up to the millime once per rate group; a document's discount is spread over the groups in
 * proportion with the remainder given by the largest fraction; the timbre is added after tax.
 */
public final class TaxCalculation {
  private final Rates rates;

  /** Uses these rates: a draft those of today, an invoice those of its date. */
  public TaxCalculation(Rates rates) {
    this.rates = rates;
  }

  /**
   * Returns the sums of a document.
   *
   * @param lines its lines; none gives zeros and no timbre
   * @param discountPercent the document's own discount, 0 to 100
   * @throws RuleViolation if the discount is out of range
   */
  public Totals of(List<TaxedLine> lines, BigDecimal discountPercent) {
    checkPercent("discountPercent", discountPercent);
    Money gross = lines.stream().map(TaxedLine::net).reduce(Money.ZERO, Money::plus);
    Money discount = gross.percent(discountPercent);
    List<Share> shares = shares(lines);
    List<Money> parts = byRateGroup(discount, shares);
    for (int i = 0; i < parts.size(); i++) {
      shares.get(i).net = shares.get(i).net.minus(parts.get(i));
    }
    List<TaxGroup> groups = groups(shares);
    Money fodec = groups.stream().map(TaxGroup::fodec).reduce(Money.ZERO, Money::plus);
    Money tva = groups.stream().map(TaxGroup::tax).reduce(Money.ZERO, Money::plus);
    Money net = gross.minus(discount);
    Money taxed = net.plus(fodec).plus(tva);
    Money timbre = lines.isEmpty() ? Money.ZERO : rates.timbre();
    return new Totals(gross, discount, net, fodec, tva, taxed, timbre, taxed.plus(timbre), groups);
  }

  /**
   * Refuses what is no percentage.
   *
   * @throws RuleViolation if it is below 0 or above 100, or has more than 3 decimals
   */
  public static void checkPercent(String field, BigDecimal percent) {
    if (percent == null
        || percent.signum() < 0
        || Math.abs((long) percent.scale()) > Money.FURTHEST
        || percent.compareTo(BigDecimal.valueOf(100)) > 0
        || percent.stripTrailingZeros().scale() > Money.SCALE) {
      throw new RuleViolation(
          field, percent, "A discount is a percentage from 0 to 100 with at most 3 decimals.");
    }
  }

  /**
   * Spreads an amount over weights so that the parts add up to it exactly: each part is rounded
   * down to the millime, and the millimes left over go to the largest fractions, the first of
   * equals first.
   */
  public static List<Money> spread(Money amount, List<Money> weights) {
    BigInteger sum = BigInteger.valueOf(weights.stream().mapToLong(Money::millimes).sum());
    List<Money> parts = new ArrayList<>();
    if (sum.signum() == 0) {
      weights.forEach(weight -> parts.add(Money.ZERO));
      return parts;
    }
    List<BigInteger> fractions = new ArrayList<>();
    long left = amount.millimes();
    for (Money weight : weights) {
      BigInteger product =
          BigInteger.valueOf(amount.millimes()).multiply(BigInteger.valueOf(weight.millimes()));
      BigInteger[] quotient = product.divideAndRemainder(sum);
      parts.add(Money.ofMillimes(quotient[0].longValueExact()));
      fractions.add(quotient[1]);
      left -= quotient[0].longValueExact();
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparing((Integer i) -> fractions.get(i)).reversed());
    for (int i = 0; i < left; i++) {
      int index = order.get(i);
      parts.set(index, parts.get(index).plus(Money.ofMillimes(1)));
    }
    return parts;
  }

  /**
   * Returns what each line comes to after its part of the document's discount. The parts add up to
   * the millime within each rate group as well, so that a line given back takes exactly its own
   * share with it.
   */
  public static List<Money> finalNets(List<TaxedLine> lines, BigDecimal discountPercent) {
    return finalNets(lines, discountPercent, TaxCalculation::byRateGroup);
  }

  /**
   * Returns what {@link #finalNets} does for a document of the time when a discount was spread over
   * class and FODEC at once.
   */
  public static List<Money> finalNetsAtOnce(List<TaxedLine> lines, BigDecimal discountPercent) {
    return finalNets(lines, discountPercent, TaxCalculation::atOnce);
  }

  private static List<Money> finalNets(
      List<TaxedLine> lines,
      BigDecimal discountPercent,
      BiFunction<Money, List<Share>, List<Money>> spreading) {
    Money gross = lines.stream().map(TaxedLine::net).reduce(Money.ZERO, Money::plus);
    List<Share> shares = shares(lines);
    List<Money> parts = spreading.apply(gross.percent(discountPercent), shares);
    List<Money> nets = new ArrayList<>(lines.stream().map(TaxedLine::net).toList());
    for (int s = 0; s < shares.size(); s++) {
      Share share = shares.get(s);
      List<Integer> members = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).taxClass() == share.taxClass && lines.get(i).fodec() == share.fodec) {
          members.add(i);
        }
      }
      List<Money> taken = spread(parts.get(s), members.stream().map(nets::get).toList());
      for (int m = 0; m < members.size(); m++) {
        nets.set(members.get(m), nets.get(members.get(m)).minus(taken.get(m)));
      }
    }
    return nets;
  }

  private static List<Money> atOnce(Money discount, List<Share> shares) {
    return spread(discount, shares.stream().map(share -> share.net).toList());
  }

  /**
   * Spreads a discount over the rate groups, and a group's part over what is under FODEC in it and
   * what is not.
   *
   * @param shares by class
   */
  private static List<Money> byRateGroup(Money discount, List<Share> shares) {
    List<List<Share>> groups =
        List.copyOf(
            shares.stream()
                .collect(
                    Collectors.groupingBy(
                        share -> share.taxClass,
                        () -> new EnumMap<>(TaxClass.class),
                        Collectors.toList()))
                .values());
    List<Money> ofGroups =
        spread(
            discount,
            groups.stream()
                .map(
                    group -> group.stream().map(share -> share.net).reduce(Money.ZERO, Money::plus))
                .toList());
    List<Money> parts = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      parts.addAll(atOnce(ofGroups.get(i), groups.get(i)));
    }
    return parts;
  }

  private static List<Share> shares(List<TaxedLine> lines) {
    List<Share> shares = new ArrayList<>();
    for (TaxClass taxClass : TaxClass.values()) {
      for (boolean fodec : new boolean[] {false, true}) {
        List<Money> nets =
            lines.stream()
                .filter(line -> line.taxClass() == taxClass && line.fodec() == fodec)
                .map(TaxedLine::net)
                .toList();
        if (!nets.isEmpty()) {
          shares.add(new Share(taxClass, fodec, nets.stream().reduce(Money.ZERO, Money::plus)));
        }
      }
    }
    return shares;
  }

  private List<TaxGroup> groups(List<Share> shares) {
    Map<TaxClass, List<Share>> byClass = new EnumMap<>(TaxClass.class);
    shares.forEach(
        share -> byClass.computeIfAbsent(share.taxClass, c -> new ArrayList<>()).add(share));
    List<TaxGroup> groups = new ArrayList<>();
    byClass.forEach(
        (taxClass, members) -> {
          Money net = members.stream().map(share -> share.net).reduce(Money.ZERO, Money::plus);
          Money underFodec =
              members.stream()
                  .filter(share -> share.fodec)
                  .map(share -> share.net)
                  .reduce(Money.ZERO, Money::plus);
          Money fodec = underFodec.percent(rates.fodec());
          Money base = net.plus(fodec);
          BigDecimal rate = rates.tva().get(taxClass);
          groups.add(new TaxGroup(taxClass, rate, net, fodec, base, base.percent(rate)));
        });
    return groups;
  }

  /** The lines of one class with or without FODEC. */
  private static final class Share {
    private final TaxClass taxClass;
    private final boolean fodec;
    private Money net;

    private Share(TaxClass taxClass, boolean fodec, Money net) {
      this.taxClass = taxClass;
      this.fodec = fodec;
      this.net = net;
    }
  }
}
