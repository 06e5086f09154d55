package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.Totals;
import tn.ecar.pool.jdbc.EcarDataSource;

/** What is counted of clients that keep their servers, through either door. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CountingIT {
  private enum Door {
    INSIDE {
      @Override
      Connection connect(ListeningPool pool) throws SQLException {
        return new EcarDataSource(
                pool.pooler().name(),
                RealPostgres.DATABASE,
                RealPostgres.USER,
                RealPostgres.PASSWORD)
            .getConnection();
      }
    },
    WIRE {
      @Override
      Connection connect(ListeningPool pool) throws SQLException {
        return pool.connect();
      }
    };

    abstract Connection connect(ListeningPool pool) throws SQLException;
  }

  private static Totals totals(ListeningPool pool) {
    return pool.pooler().operations().statistics().stream()
        .filter(each -> each.database().equals(RealPostgres.DATABASE))
        .findFirst()
        .orElseThrow()
        .totals();
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatThinksBetweenTransactionsHasShortOnes(Door door) throws Exception {
    try (ListeningPool pool = ListeningPool.with("pool_mode = session");
        Connection connection = door.connect(pool);
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
      Totals before = totals(pool);
      RealPostgres.shared().execute("postgres", "select pg_sleep(0.5)");
      statement.execute("select 2");
      assertThat(totals(pool).xacts() - before.xacts()).isEqualTo(1);
      assertThat(totals(pool).xactTime() - before.xactTime()).isLessThan(400_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAListenerHearsIsNoRequestOfIts(Door door) throws Exception {
    try (ListeningPool pool = ListeningPool.with("pool_mode = session");
        Connection connection = door.connect(pool);
        Statement statement = connection.createStatement()) {
      statement.execute("listen news");
      Totals before = totals(pool);
      RealPostgres.shared().execute(RealPostgres.DATABASE, "notify news, 'one'");
      assertThat(connection.unwrap(PGConnection.class).getNotifications(20_000)).hasSize(1);
      assertThat(totals(pool).queries()).isEqualTo(before.queries());
      assertThat(totals(pool).xacts()).isEqualTo(before.xacts());
    }
  }
}
