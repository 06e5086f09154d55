package tn.ecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertsTest {
  private final Time time = new Time(Clock.systemUTC());
  private final Alerts alerts = new Alerts();

  private List<String> open(int clients, long averageTransaction) {
    Totals averages = new Totals(0, 0, 0, 0, 0, averageTransaction, 0, 0, 0, 0, 0, 0);
    alerts.sweep(
        time.micros(),
        clients,
        100,
        List.of(new DatabaseStatistics("db", Totals.NONE, averages, Totals.NONE)));
    return alerts.figures(time).stream()
        .filter(AlertFigures::open)
        .map(each -> each.rule() + each.database())
        .toList();
  }

  @Test
  void clients_over_four_fifths_of_the_limit_open_it_until_they_are_clearly_below() {
    assertThat(open(80, 0)).isEmpty();
    assertThat(open(81, 0)).containsExactly("clients_near_limit");
    assertThat(open(72, 0)).containsExactly("clients_near_limit");
    assertThat(open(71, 0)).isEmpty();
    assertThat(open(80, 0)).isEmpty();
  }

  @Test
  void transactions_over_a_second_on_average_open_it() {
    assertThat(open(1, 1_000_000)).isEmpty();
    assertThat(open(1, 1_000_001)).containsExactly("slow_transactionsdb");
    assertThat(open(1, 900_000)).containsExactly("slow_transactionsdb");
    assertThat(open(1, 899_999)).isEmpty();
  }

  @Test
  void a_database_that_is_gone_takes_its_alert_along() {
    open(1, 2_000_000);
    alerts.sweep(time.micros(), 1, 100, List.of());
    assertThat(alerts.figures(time))
        .extracting(AlertFigures::rule)
        .containsOnly("clients_near_limit");
  }

  @Test
  void the_log_tells_averages_once_per_period() {
    long second = Time.micros(Duration.ofSeconds(1));
    StatisticsLog log = new StatisticsLog(0);
    Totals totals = new Totals(4, 20, 40, 1000, 3000, 60_000, 40_000, 80, 8, 2, 16, 2);
    var all = List.of(new DatabaseStatistics("db", totals, Totals.NONE, Totals.NONE));

    assertThat(log.line(second, 2 * second, all)).isEmpty();
    assertThat(log.line(2 * second, 2 * second, all))
        .hasValue(
            "stats: 10 xacts/s, 20 queries/s, 4 client parses/s, 1 server parses/s, 8 binds/s,"
                + " in 500 B/s, out 1500 B/s, xact 3000 us, query 1000 us, wait 20 us");
    assertThat(log.line(3 * second, 2 * second, all)).isEmpty();
    assertThat(log.line(4 * second, 2 * second, all)).get().asString().contains("stats: 0 xacts/s");
  }
}
