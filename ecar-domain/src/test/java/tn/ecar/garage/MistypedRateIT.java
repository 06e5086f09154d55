package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.money.TaxRate;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;

/** A legal rate that somebody typed wrong. */
class MistypedRateIT {
  private TestGarage garage;

  @BeforeEach
  void open() {
    garage = TestGarage.fresh();
  }

  @AfterEach
  void close() throws SQLException {
    garage.close();
  }

  private TaxRate change(String percent, LocalDate from) {
    return correct(percent, from, null);
  }

  private TaxRate correct(String percent, LocalDate from, String replaced) {
    BigDecimal replaces = replaced == null ? null : new BigDecimal(replaced);
    return garage.inOne(
        () ->
            garage.legalRates.change(
                TaxRate.Kind.TVA_STANDARD, new BigDecimal(percent), from, replaces));
  }

  private BigDecimal standard(LocalDate day) {
    return garage.inOne(() -> garage.rates.on(day)).tva().get(TaxClass.STANDARD);
  }

  @Test
  void aRateToComeThatWasTypedWrongHadToHoldForADay() {
    LocalDate january = LocalDate.now(garage.time.clock()).plusYears(1).withDayOfYear(1);
    change("91", january);
    change("20", january.plusYears(1));

    TaxRate right = correct("18", january, "91");

    assertThat(standard(january.minusDays(1))).isEqualByComparingTo("19");
    assertThat(standard(january)).isEqualByComparingTo("18");
    assertThat(standard(january.plusYears(1))).isEqualByComparingTo("20");
    assertThat(garage.inOne(() -> garage.audit.of("rate", right.getId())))
        .anySatisfy(
            e -> {
              assertThat(e.getAction()).isEqualTo("rate.corrected");
              assertThat(e.getBefore()).startsWith("91");
            });
  }

  @Test
  void aRateOfAnotherKindThatWasMeantReplacedTheRightOneUnasked() {
    LocalDate january = LocalDate.now(garage.time.clock()).plusYears(1).withDayOfYear(1);
    change("18", january);

    assertThatThrownBy(() -> change("6", january))
        .isInstanceOf(RuleViolation.class)
        .hasMessageContaining("TVA_STANDARD is 18 from " + january);
    assertThatThrownBy(() -> correct("6", january, "19")).isInstanceOf(RuleViolation.class);
    assertThatThrownBy(() -> correct("6", january.plusDays(1), "18"))
        .isInstanceOf(RuleViolation.class);

    assertThat(standard(january)).isEqualByComparingTo("18");
    assertThat(standard(january.plusDays(1))).isEqualByComparingTo("18");
  }

  @Test
  void aRateThatWasNotedForAWrongLaterYearBlockedItsKind() {
    LocalDate january = LocalDate.now(garage.time.clock()).plusYears(1).withDayOfYear(1);
    long wrong = change("18", january.plusYears(10)).getId();
    assertThatThrownBy(() -> change("18", january)).isInstanceOf(RuleViolation.class);

    garage.run(() -> garage.legalRates.takeBack(wrong));

    assertThat(standard(january.plusYears(11))).isEqualByComparingTo("19");
    assertThatThrownBy(() -> garage.run(() -> garage.legalRates.takeBack(wrong)))
        .isInstanceOf(NotFound.class);
    assertThat(garage.inOne(() -> garage.audit.of("rate", wrong)))
        .anySatisfy(
            e -> {
              assertThat(e.getAction()).isEqualTo("rate.taken-back");
              assertThat(e.getBefore()).contains("18").contains(january.plusYears(10).toString());
            });
    change("18", january);
    assertThat(standard(january)).isEqualByComparingTo("18");
  }

  @Test
  void onlyTheLastRateOfAKindIsTakenBackAndOnlyUnused() {
    LocalDate today = LocalDate.now(garage.time.clock());
    long first = garage.inOne(() -> rateOn(today)).getId();
    long used = change("20", today).getId();
    long order = done("12 TU 3");
    garage.inOne(() -> garage.invoices.issue(order));
    long next = change("21", today.plusDays(1)).getId();

    for (long kept : new long[] {first, used}) {
      assertThatThrownBy(() -> garage.run(() -> garage.legalRates.takeBack(kept)))
          .isInstanceOf(RuleViolation.class)
          .hasMessageContaining("take that back first");
    }
    garage.run(() -> garage.legalRates.takeBack(next));
    assertThatThrownBy(() -> garage.run(() -> garage.legalRates.takeBack(used)))
        .isInstanceOf(RuleViolation.class)
        .hasMessageContaining("has used this rate");
    assertThat(standard(today.plusDays(1))).isEqualByComparingTo("20");
  }

  @Test
  void whoWaitsToTakeARateBackIsToldWhatHappenedMeanwhile() throws Exception {
    LocalDate january = LocalDate.now(garage.time.clock()).plusYears(1).withDayOfYear(1);
    long twice = change("18", january).getId();
    assertThatThrownBy(whileWaiting(twice, () -> garage.legalRates.takeBack(twice))::get)
        .hasCauseInstanceOf(NotFound.class);
    assertThat(standard(january)).isEqualByComparingTo("19");

    long followed = change("18", january).getId();
    assertThatThrownBy(
            whileWaiting(
                    followed,
                    () ->
                        garage.legalRates.change(
                            TaxRate.Kind.TVA_STANDARD,
                            new BigDecimal("20"),
                            january.plusYears(1),
                            null))
                ::get)
        .hasCauseInstanceOf(RuleViolation.class)
        .hasMessageContaining("take that back first");
    assertThat(standard(january)).isEqualByComparingTo("18");
    assertThat(standard(january.plusYears(1))).isEqualByComparingTo("20");
  }

  /** Takes a rate back beside somebody who has done something with it and not committed yet. */
  private Future<?> whileWaiting(long rate, Runnable deed) {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      return garage.inOne(
          () -> {
            deed.run();
            Future<?> begun =
                other.submit(() -> garage.run(() -> garage.legalRates.takeBack(rate)));
            untilItWaitsOrIsOver(begun);
            return begun;
          });
    } finally {
      other.shutdown();
    }
  }

  private TaxRate rateOn(LocalDate day) {
    return garage.legalRates.history().stream()
        .filter(rate -> rate.getKind() == TaxRate.Kind.TVA_STANDARD)
        .filter(rate -> !rate.getValidFrom().isAfter(day))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRateThatADocumentHasUsedStaysAsItWas() {
    LocalDate today = LocalDate.now(garage.time.clock());
    change("20", today);
    long order = done("12 TU 1");
    garage.inOne(() -> garage.invoices.issue(order));

    assertThatThrownBy(() -> change("18", today)).isInstanceOf(RuleViolation.class);
    assertThatThrownBy(() -> correct("18", today, "20")).isInstanceOf(RuleViolation.class);
    assertThat(standard(today)).isEqualByComparingTo("20");
  }

  private long done(String plate) {
    OpenOrder wanted = new OpenOrder(garage.vehicle(plate), "Bruit", null, null);
    long order = garage.inOne(() -> garage.orders.open(wanted)).getId();
    garage.run(() -> garage.orders.addLine(order, LineData.labour("Diagnostic", "1", "30")));
    garage.finish(order);
    return order;
  }

  @Test
  void anInvoiceThatWasBeingIssuedKeptARateThatNoRowShows() throws Exception {
    LocalDate today = LocalDate.now(garage.time.clock());
    change("20", today);
    long order = done("12 TU 2");
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<TaxRate> correction =
          garage.inOne(
              () -> {
                garage.invoices.issue(order);
                Future<TaxRate> begun = other.submit(() -> correct("18", today, "20"));
                untilItWaitsOrIsOver(begun);
                return begun;
              });

      assertThatThrownBy(correction::get).hasCauseInstanceOf(RuleViolation.class);
    } finally {
      other.shutdownNow();
    }
    assertThat(standard(today)).isEqualByComparingTo("20");
  }

  private void untilItWaitsOrIsOver(Future<?> work) {
    try {
      while (!work.isDone()
          && garage.one("select count(*) from pg_locks where not granted").equals("0")) {
        Thread.onSpinWait();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
