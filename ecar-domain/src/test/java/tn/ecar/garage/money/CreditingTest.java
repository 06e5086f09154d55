package tn.ecar.garage.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

/** However an invoice is given back in parts, the parts add up to it and none is negative. */
class CreditingTest {
  private static final Map<TaxClass, BigDecimal> TVA =
      Map.of(
          TaxClass.STANDARD, BigDecimal.valueOf(19),
          TaxClass.INTERMEDIATE, BigDecimal.valueOf(13),
          TaxClass.REDUCED, BigDecimal.valueOf(7));
  private static final Rates RATES = new Rates(TVA, BigDecimal.ONE, Money.of("1"));

  @Property(tries = 300)
  void thePartsAddUpToTheInvoice(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int lines,
      @ForAll @BigRange(min = "0", max = "100") @Scale(3) BigDecimal discount) {
    Random random = new Random(seed);
    List<TaxedLine> taxed = new ArrayList<>();
    List<Quantity> quantities = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      TaxClass taxClass = List.of(TaxClass.values()).get(random.nextInt(3));
      taxed.add(
          new TaxedLine(Money.ofMillimes(random.nextInt(900_000)), taxClass, random.nextBoolean()));
      quantities.add(new Quantity(BigDecimal.valueOf(1 + random.nextInt(9_000), 3)));
    }
    Totals whole = new TaxCalculation(RATES).of(taxed, discount);
    List<Money> nets = TaxCalculation.finalNets(taxed, discount);
    assertThat(nets.stream().reduce(Money.ZERO, Money::plus)).isEqualTo(whole.net());
    assertThat(nets).noneMatch(Money::isNegative);

    List<Quantity> before = new ArrayList<>(quantities.stream().map(q -> Quantity.ZERO).toList());
    Money net = Money.ZERO;
    Money fodec = Money.ZERO;
    Money tax = Money.ZERO;
    for (int note = 0; note < 4; note++) {
      List<Crediting.Position> positions = new ArrayList<>();
      for (int i = 0; i < lines; i++) {
        Quantity left = quantities.get(i).minus(before.get(i));
        long thousandths = left.value().unscaledValue().longValueExact();
        long now = note == 3 ? thousandths : (long) (random.nextDouble() * thousandths);
        Quantity part = new Quantity(BigDecimal.valueOf(now, 3));
        positions.add(
            new Crediting.Position(
                nets.get(i),
                taxed.get(i).taxClass(),
                taxed.get(i).fodec(),
                quantities.get(i),
                before.get(i),
                part));
        before.set(i, before.get(i).plus(part));
      }
      for (TaxGroup group : new Crediting(TVA::get, BigDecimal.ONE).groups(positions)) {
        assertThat(List.of(group.net(), group.fodec(), group.tax())).noneMatch(Money::isNegative);
        net = net.plus(group.net());
        fodec = fodec.plus(group.fodec());
        tax = tax.plus(group.tax());
      }
    }
    assertThat(net).isEqualTo(whole.net());
    assertThat(fodec).isEqualTo(whole.fodec());
    assertThat(tax).isEqualTo(whole.tva());
  }
}
