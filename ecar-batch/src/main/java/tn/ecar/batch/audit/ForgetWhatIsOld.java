package tn.ecar.batch.audit;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import tn.ecar.batch.JobRepository;

/**
 * Deletes the samples that are older than the garage keeps them, and the traces of jobs in the job
 * repository that nobody asks for any more.
 */
@Named("forgetWhatIsOld")
@Dependent
public class ForgetWhatIsOld extends AbstractBatchlet {
  private final PoolSamples samples;
  private final JobRepository repository;
  private final AuditSettings settings;
  private final Clock clock;

  @Inject
  ForgetWhatIsOld(
      PoolSamples samples, JobRepository repository, AuditSettings settings, Clock clock) {
    this.samples = samples;
    this.repository = repository;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String process() throws SQLException {
    Instant now = clock.instant();
    int readings = samples.forgetBefore(now.minus(settings.keep()));
    int runs = repository.forgetBefore(now.minus(JobRepository.KEEP));
    return "forgot " + readings + " readings and " + runs + " runs";
  }
}
