package tn.ecar.batch.share;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import tn.ecar.batch.RunningJob;

/** Tells the steps that come after what the shares of one have written. */
@ApplicationScoped
public class ShareTotal {
  private final Shares shares;

  @Inject
  public ShareTotal(Shares shares) {
    this.shares = shares;
  }

  /** For the container's client proxy. */
  protected ShareTotal() {
    this(null);
  }

  /** Returns how many things were written by a step of this run and those it took up again. */
  public long written(RunningJob run, String step) {
    return shares.of(shares.firstRun(run.id()), step).stream()
        .mapToLong(Shares.Share::written)
        .sum();
  }
}
