package tn.ecar.batch.share;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import tn.ecar.garage.persistence.PoolResources;

/** Whether the garage's database answers; asked outside of the thread's transaction. */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class GarageAnswers {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final int ANSWER_WITHIN_SECONDS = 5;

  /** Returns when it answers, or when the time is over. */
  public void await(Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    do {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    } while (!answers() && System.nanoTime() < end && !Thread.currentThread().isInterrupted());
  }

  private static boolean answers() {
    try (Connection connection = PoolResources.garage().getConnection();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(ANSWER_WITHIN_SECONDS);
      return statement.execute("SELECT 1");
    } catch (SQLException notYet) {
      return false;
    }
  }
}
