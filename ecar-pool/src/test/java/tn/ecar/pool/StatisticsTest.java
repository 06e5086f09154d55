package tn.ecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The sums of databases, which come and go. */
class StatisticsTest {
  private static final long MINUTE = TimeUnit.MINUTES.toMicros(1);

  private static DatabaseStatistics sums(String database, long transactions) {
    return new DatabaseStatistics(
        database,
        new Totals(0, transactions, 0, 0, 0, transactions * 10, 0, 0, 0, 0, 0, 0),
        Totals.NONE,
        Totals.NONE);
  }

  @Test
  void aDatabaseThatIsForgottenDoesNotMakeTheLogsLineNegative() {
    StatisticsLog log = new StatisticsLog(0);
    assertThat(log.line(MINUTE, MINUTE, List.of(sums("a", 600), sums("b", 6_000_000))))
        .hasValueSatisfying(line -> assertThat(line).startsWith("stats: 100010 xacts/s"));
    assertThat(log.line(2 * MINUTE, MINUTE, List.of(sums("a", 1_800))))
        .hasValueSatisfying(
            line -> assertThat(line).startsWith("stats: 20 xacts/s").contains("xact 10 us"));
  }

  @Test
  void aDatabaseThatTheConfigurationKnowsNoMoreLeavesTheStatisticsWithItsPool() throws Exception {
    PlayedEngine played = new PlayedEngine();
    played.leave(played.holding("b", "ecar_user"));
    assertThat(played.engine.statistics()).extracting(DatabaseStatistics::database).contains("b");
    played.engine.reload(PlayedEngine.without("b"));
    played.pass(Duration.ofSeconds(1));
    played.pass(Duration.ofSeconds(1));
    assertThat(played.engine.statistics()).isEmpty();
  }

  @Test
  void aDatabaseThatWasGoneAndBeginsAnewDoesNotMakeTheLogsLineNegative() {
    StatisticsLog log = new StatisticsLog(0);
    assertThat(log.line(MINUTE, MINUTE, List.of(sums("a", 6_000_000)))).isPresent();
    assertThat(log.line(2 * MINUTE, MINUTE, List.of(sums("a", 1_200))))
        .hasValueSatisfying(line -> assertThat(line).startsWith("stats: 20 xacts/s"));
  }

  @Test
  void aDatabaseKeepsItsSumsWhenOnlyItsForcedUserChanges() throws Exception {
    PlayedEngine played = new PlayedEngine();
    played.leave(played.holding("forced", "ecar_user"));
    played.engine.statistics("forced").transaction(1);
    played.engine.reload(PlayedEngine.forcing("chief"));
    played.pass(Duration.ofSeconds(1));
    played.pass(Duration.ofSeconds(1));
    assertThat(played.engine.statistics("forced").totals().xacts()).isEqualTo(1);
  }

  @Test
  void aPeriodsSumsStandBesideItsAverages() {
    Statistics statistics = new Statistics(0);
    for (int i = 0; i < 30; i++) {
      statistics.transaction(2_000_000);
    }
    statistics.sweep(MINUTE, MINUTE);
    assertThat(statistics.of("a").averages().xacts()).isZero();
    assertThat(statistics.of("a").averages().xactTime()).isEqualTo(2_000_000);
    assertThat(statistics.of("a").period().xacts()).isEqualTo(30);
  }
}
