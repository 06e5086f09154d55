package tn.ecar.pool.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.DatabaseStatistics;
import tn.ecar.pool.Totals;

/** SHOW TOTALS over databases of which each has less than one transaction a second. */
class TotalsTest {
  private static DatabaseStatistics slow(String database, long transactions, long micros) {
    Totals period = new Totals(0, transactions, 0, 0, 0, micros, 0, 0, 0, 0, 0, 0);
    long each = micros / transactions;
    return new DatabaseStatistics(
        database, period, new Totals(0, 0, 0, 0, 0, each, 0, 0, 0, 0, 0, 0), period);
  }

  @Test
  void slowTransactionsAreNotOfNoTimeAtAll() throws Exception {
    RecordedPooler pooler =
        new RecordedPooler() {
          @Override
          public List<DatabaseStatistics> statistics() {
            return List.of(slow("a", 30, 60_000_000), slow("b", 10, 100_000_000));
          }
        };
    Answer.Rows answer = (Answer.Rows) new Console(pooler).answer("SHOW TOTALS", ConsoleRole.STATS);
    assertThat(answer.table().rows())
        .filteredOn(row -> row.get(0).equals("avg_xact_time"))
        .singleElement()
        .satisfies(row -> assertThat(row.get(1)).isEqualTo("4000000"));
  }
}
