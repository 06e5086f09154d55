package tn.ecar.batch.outbox;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import tn.ecar.batch.RunningJob;
import tn.ecar.garage.outbox.OutboxDispatch;
import tn.ecar.garage.outbox.Round;

/**
 * Sends what waits. It holds no transaction while a message is on its way: each is taken in one and
 * noted in another, so a server that hangs keeps no row and no connection of the pool.
 */
@Named("outboxRound")
@Dependent
public class OutboxRound extends AbstractBatchlet {
  private final OutboxDispatch dispatch;
  private final Carriers carriers;
  private final RunningJob run;
  private volatile boolean stopped;

  @Inject
  OutboxRound(OutboxDispatch dispatch, Carriers carriers, RunningJob run) {
    this.dispatch = dispatch;
    this.carriers = carriers;
    this.run = run;
  }

  @Override
  public String process() {
    if (carriers.byChannel().isEmpty()) {
      return "messages wait: neither ECAR_MAIL_HOST nor ECAR_SMS_URL nor ECAR_MESSAGES is set";
    }
    Round round = dispatch.round(carriers.byChannel(), () -> stopped);
    run.done(round.carried());
    if (round.failed() > 0) {
      run.warn(round.toString());
    }
    return round.toString();
  }

  @Override
  public void stop() {
    stopped = true;
  }
}
