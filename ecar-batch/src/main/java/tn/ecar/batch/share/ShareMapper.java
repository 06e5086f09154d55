package tn.ecar.batch.share;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.partition.PartitionMapper;
import jakarta.batch.api.partition.PartitionPlan;
import jakarta.batch.api.partition.PartitionPlanImpl;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Properties;
import tn.ecar.batch.RunningJob;

/**
 * Cuts a step into as many shares as the job may take server connections, and lets as many of them
 * run at once as are free now. A step that is taken up again has the shares it had.
 */
@Named("shareMapper")
@Dependent
public class ShareMapper implements PartitionMapper {
  @Inject
  @BatchProperty(name = "work")
  private String work;

  private final RunningJob run;
  private final StepContext step;
  private final Shares shares;
  private final PoolShare pool;
  private final Instance<ShareableWork> works;

  @Inject
  ShareMapper(
      RunningJob run,
      StepContext step,
      Shares shares,
      PoolShare pool,
      @Any Instance<ShareableWork> works) {
    this.run = run;
    this.step = step;
    this.shares = shares;
    this.pool = pool;
    this.works = works;
  }

  @Override
  public PartitionPlan mapPartitions() {
    ShareableWork known = works.select(NamedLiteral.of(work)).get();
    long first = shares.firstRun(run.id());
    if (shares.of(first, step.getStepName()).isEmpty()) {
      List<ShareableWork.Range> ranges = known.split(pool.most());
      shares.plan(
          first,
          step.getStepName(),
          ranges.isEmpty() ? List.of(new ShareableWork.Range(0, -1)) : ranges);
    }
    List<Shares.Share> all = shares.of(first, step.getStepName());
    run.total(known.total());
    run.done(all.stream().mapToLong(Shares.Share::items).sum());
    Properties[] each = new Properties[all.size()];
    for (int i = 0; i < each.length; i++) {
      each[i] = new Properties();
      each[i].setProperty("part", Integer.toString(all.get(i).part()));
      each[i].setProperty("firstRun", Long.toString(first));
    }
    int atOnce = Math.min(pool.now(), all.size());
    run.say(step.getStepName() + " in " + all.size() + " shares, " + atOnce + " of them at once.");
    PartitionPlan plan = new PartitionPlanImpl();
    plan.setPartitions(all.size());
    plan.setThreads(atOnce);
    // Where a share goes on is told by its own mark. What the runtime remembers of partitions is of
    // no use, and after a kill it has not even written down how many there were.
    plan.setPartitionsOverride(true);
    plan.setPartitionProperties(each);
    return plan;
  }
}
