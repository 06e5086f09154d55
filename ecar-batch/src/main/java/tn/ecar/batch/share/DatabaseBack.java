package tn.ecar.batch.share;

import jakarta.batch.api.chunk.listener.RetryReadListener;
import jakarta.batch.api.chunk.listener.RetryWriteListener;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.List;
import tn.ecar.batch.RunningJob;

/**
 * Waits, when a chunk failed by the database, until it answers again, for a minute at most; the
 * chunk is then rolled back and done again. A restart of PostgreSQL so costs a job a pause.
 */
@Named("databaseBack")
@Dependent
public class DatabaseBack implements RetryReadListener, RetryWriteListener {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final RunningJob run;
  private final GarageAnswers garage;

  @Inject
  DatabaseBack(RunningJob run, GarageAnswers garage) {
    this.run = run;
    this.garage = garage;
  }

  @Override
  public void onRetryReadException(Exception failure) {
    waitForDatabase(failure);
  }

  @Override
  public void onRetryWriteException(List<Object> items, Exception failure) {
    waitForDatabase(failure);
  }

  private void waitForDatabase(Exception failure) {
    run.warn("A chunk is done again: " + failure.getMessage());
    garage.await(LONGEST);
  }
}
