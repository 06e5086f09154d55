package tn.ecar.batch.audit;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.sql.SQLException;
import java.time.Clock;

/** Deletes the samples that are older than the garage keeps them. */
@Named("forgetOldSamples")
@Dependent
public class ForgetOldSamples extends AbstractBatchlet {
  private final PoolSamples samples;
  private final AuditSettings settings;
  private final Clock clock;

  @Inject
  ForgetOldSamples(PoolSamples samples, AuditSettings settings, Clock clock) {
    this.samples = samples;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String process() throws SQLException {
    return "forgot " + samples.forgetBefore(clock.instant().minus(settings.keep()));
  }
}
