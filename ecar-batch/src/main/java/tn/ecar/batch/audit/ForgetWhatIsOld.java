package tn.ecar.batch.audit;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;

/** Deletes the samples that are older than the garage keeps them. */
@Named("forgetWhatIsOld")
@Dependent
public class ForgetWhatIsOld extends AbstractBatchlet {
  private final PoolSamples samples;
  private final AuditSettings settings;
  private final Clock clock;

  @Inject
  ForgetWhatIsOld(PoolSamples samples, AuditSettings settings, Clock clock) {
    this.samples = samples;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String process() throws SQLException {
    Instant now = clock.instant();
    int days = samples.forgetBefore(now.minus(settings.keep()));
    return "dropped " + days + " days' tables";
  }
}
