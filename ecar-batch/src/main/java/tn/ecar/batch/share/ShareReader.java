package tn.ecar.batch.share;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;

/**
 * Reads a share by the block; an item is a block. Where it begins says our own table and not the
 * batch runtime's checkpoint, also after a chunk that was rolled back.
 */
@Named("shareReader")
@Dependent
public class ShareReader extends AbstractItemReader {
  /** Small enough that its locks are soon gone, large enough that a row costs little. */
  private static final int A_BLOCK = 200;

  @Inject
  @BatchProperty(name = "work")
  private String work;

  @Inject
  @BatchProperty(name = "part")
  private String part;

  @Inject
  @BatchProperty(name = "firstRun")
  private String firstRun;

  private final StepContext step;
  private final Shares shares;
  private final PoolShare pool;
  private final Instance<ShareableWork> works;
  private ShareableWork known;
  private long next;
  private long last;

  @Inject
  ShareReader(StepContext step, Shares shares, PoolShare pool, @Any Instance<ShareableWork> works) {
    this.step = step;
    this.shares = shares;
    this.pool = pool;
    this.works = works;
  }

  @Override
  public void open(Serializable checkpoint) {
    known = works.select(NamedLiteral.of(work)).get();
    int own = Integer.parseInt(part);
    Shares.Share share =
        shares.of(Long.parseLong(firstRun), step.getStepName()).stream()
            .filter(one -> one.part() == own)
            .findFirst()
            .orElseThrow();
    next = share.next();
    last = share.last();
  }

  @Override
  public Object readItem() {
    if (next > last) {
      return null;
    }
    pool.standBack();
    List<Long> ids = known.block(new ShareableWork.Range(next, last), A_BLOCK);
    if (ids.isEmpty()) {
      return null;
    }
    Block block = Block.of(next, ids);
    next = block.next();
    return block;
  }
}
