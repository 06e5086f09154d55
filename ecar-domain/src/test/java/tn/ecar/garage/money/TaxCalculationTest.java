package tn.ecar.garage.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.RuleViolation;

class TaxCalculationTest {
  private static final Rates RATES =
      new Rates(
          Map.of(
              TaxClass.STANDARD, new BigDecimal("19"),
              TaxClass.INTERMEDIATE, new BigDecimal("13"),
              TaxClass.REDUCED, new BigDecimal("7")),
          BigDecimal.ONE,
          Money.of("1"));
  private final TaxCalculation calculation = new TaxCalculation(RATES);

  private static TaxedLine line(String net, TaxClass taxClass, boolean fodec) {
    return new TaxedLine(Money.of(net), taxClass, fodec);
  }

  @Test
  void oneHundredDinarsAtTheStandardRateAreOneHundredTwentyToPay() {
    Totals totals =
        calculation.of(List.of(line("100.000", TaxClass.STANDARD, false)), BigDecimal.ZERO);

    assertThat(totals.net()).hasToString("100.000");
    assertThat(totals.taxed()).hasToString("119.000");
    assertThat(totals.total()).hasToString("120.000");
  }

  @Test
  void fodecEntersTheBaseOfTva() {
    Totals totals =
        calculation.of(List.of(line("100.000", TaxClass.STANDARD, true)), BigDecimal.ZERO);

    assertThat(totals.groups().get(0).base()).hasToString("101.000");
    assertThat(totals.tva()).hasToString("19.190");
    assertThat(totals.taxed()).hasToString("120.190");
    assertThat(totals.total()).hasToString("121.190");
  }

  @Test
  void tvaIsRoundedHalfUpOnceForEachGroupAndNotForEachLine() {
    // Three times 0.013 x 19 % = 0.00247: by line 3 x 0.002, by group 0.00741, and 0.250 x 7 % =
    // 0.0175 goes up.
    Totals totals =
        calculation.of(
            List.of(
                line("0.013", TaxClass.STANDARD, false),
                line("0.013", TaxClass.STANDARD, false),
                line("0.013", TaxClass.STANDARD, false),
                line("0.250", TaxClass.REDUCED, false)),
            BigDecimal.ZERO);

    assertThat(totals.groups())
        .extracting(TaxGroup::tax)
        .containsExactly(Money.of("0.007"), Money.of("0.018"));
  }

  @Test
  void theRemainderOfADiscountGoesToTheLargestFraction() {
    List<Money> weights = List.of(Money.of("1.000"), Money.of("1.000"), Money.of("1.000"));

    assertThat(TaxCalculation.spread(Money.of("0.100"), weights))
        .containsExactly(Money.of("0.034"), Money.of("0.033"), Money.of("0.033"));
    assertThat(
            TaxCalculation.spread(Money.of("0.010"), List.of(Money.of("0.010"), Money.of("0.050"))))
        .containsExactly(Money.of("0.002"), Money.of("0.008"));
  }

  @Test
  void aDiscountWasSpreadOverFodecAsWellAsOverRates() {
    Totals totals =
        calculation.of(
            List.of(
                line("33.006", TaxClass.STANDARD, false),
                line("33.006", TaxClass.STANDARD, true),
                line("33.988", TaxClass.REDUCED, false)),
            BigDecimal.valueOf(5));

    assertThat(totals.groups())
        .extracting(TaxGroup::net)
        .containsExactly(Money.of("62.711"), Money.of("32.289"));
  }

  @Test
  void anEmptyDocumentCostsNothingNotEvenTheTimbre() {
    assertThat(calculation.of(List.of(), BigDecimal.ZERO).total()).isEqualTo(Money.ZERO);
  }

  @Test
  void aDiscountIsAPercentage() {
    for (String wrong : List.of("-1", "100.001", "5.0001")) {
      assertThatThrownBy(() -> calculation.of(List.of(), new BigDecimal(wrong)))
          .isInstanceOfSatisfying(
              RuleViolation.class, e -> assertThat(e.field()).isEqualTo("discountPercent"));
    }
  }

  @Provide
  Arbitrary<TaxedLine> lines() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 50_000_000).map(Money::ofMillimes),
            Arbitraries.of(TaxClass.class),
            Arbitraries.of(true, false))
        .as(TaxedLine::new);
  }

  @Property
  void thePartsOfADocumentAddUpToTheMillime(
      @ForAll @Size(min = 1, max = 30) List<@net.jqwik.api.From("lines") TaxedLine> lines,
      @ForAll @LongRange(max = 100_000) long discountThousandths) {
    Totals totals = calculation.of(lines, BigDecimal.valueOf(discountThousandths, 3));

    assertThat(totals.gross())
        .isEqualTo(lines.stream().map(TaxedLine::net).reduce(Money.ZERO, Money::plus));
    assertThat(totals.gross().minus(totals.discount())).isEqualTo(totals.net());
    assertThat(totals.groups().stream().map(TaxGroup::net).reduce(Money.ZERO, Money::plus))
        .isEqualTo(totals.net());
    assertThat(totals.net().plus(totals.fodec()).plus(totals.tva())).isEqualTo(totals.taxed());
    assertThat(totals.taxed().plus(RATES.timbre())).isEqualTo(totals.total());
    assertThat(totals.groups()).noneMatch(group -> group.net().isNegative());
    assertThat(totals.groups())
        .allMatch(group -> group.base().percent(group.rate()).equals(group.tax()));
  }

  @Property
  void spreadPartsAddUpAndStayWithinOneMillimeOfTheirShare(
      @ForAll @LongRange(max = 1_000_000_000) long amount,
      @ForAll @Size(min = 1, max = 12)
          List<@LongRange(min = 1, max = 1_000_000_000) Long> weights) {
    List<Money> parts =
        TaxCalculation.spread(
            Money.ofMillimes(amount), weights.stream().map(Money::ofMillimes).toList());
    BigDecimal sum = BigDecimal.valueOf(weights.stream().mapToLong(Long::longValue).sum());

    assertThat(parts.stream().mapToLong(Money::millimes).sum()).isEqualTo(amount);
    for (int i = 0; i < parts.size(); i++) {
      BigDecimal share =
          BigDecimal.valueOf(amount)
              .multiply(BigDecimal.valueOf(weights.get(i)))
              .divide(sum, 6, java.math.RoundingMode.HALF_UP);
      assertThat(BigDecimal.valueOf(parts.get(i).millimes()).subtract(share).abs())
          .isLessThanOrEqualTo(BigDecimal.ONE);
    }
  }
}
