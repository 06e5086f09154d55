package tn.ecar.batch.share;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import tn.ecar.batch.RunningJob;

/** Does the work of a block and moves its share on, in the chunk's one transaction. */
@Named("shareWriter")
@Dependent
public class ShareWriter extends AbstractItemWriter {
  @Inject
  @BatchProperty(name = "work")
  private String work;

  @Inject
  @BatchProperty(name = "part")
  private String part;

  @Inject
  @BatchProperty(name = "firstRun")
  private String firstRun;

  private final RunningJob run;
  private final StepContext step;
  private final Shares shares;
  private final Instance<ShareableWork> works;

  @Inject
  ShareWriter(RunningJob run, StepContext step, Shares shares, @Any Instance<ShareableWork> works) {
    this.run = run;
    this.step = step;
    this.shares = shares;
    this.works = works;
  }

  @Override
  public void writeItems(List<Object> items) {
    run.requireOurs();
    ShareableWork known = works.select(NamedLiteral.of(work)).get();
    for (Object item : items) {
      Block block = (Block) item;
      int written = known.write(block.ids());
      shares.advance(
          Long.parseLong(firstRun),
          step.getStepName(),
          Integer.parseInt(part),
          block.from(),
          block.next(),
          block.ids().size(),
          written);
      run.add(block.ids().size());
    }
  }
}
