package tn.ecar.batch.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import tn.ecar.garage.outbox.MessageCarrier;
import tn.ecar.garage.outbox.MessageDirectory;
import tn.ecar.garage.outbox.OutboxDispatch;
import tn.ecar.garage.outbox.Reminders;

/**
 * Writes reminders every hour and sends what waits every minute, while the application is up and
 * the garage has a carrier. Several servers may do so side by side: a message is taken by one, and
 * a reminder is written once. A round that fails is told to the log; the next one goes on.
 */
@ApplicationScoped
public class OutboxSchedule {
  private static final Logger LOG = System.getLogger(OutboxSchedule.class.getName());

  private final Reminders reminders;
  private final OutboxDispatch dispatch;
  private final Optional<MessageCarrier> carrier;
  private final List<ScheduledFuture<?>> schedules = new ArrayList<>();

  /** For the container's proxy only. */
  protected OutboxSchedule() {
    this(null, null, Optional.empty());
  }

  /**
   * @param reminders writes reminders
   * @param dispatch sends what waits
   */
  @Inject
  public OutboxSchedule(Reminders reminders, OutboxDispatch dispatch) {
    this(reminders, dispatch, MessageDirectory.wanted(System.getenv(MessageDirectory.VARIABLE)));
  }

  private OutboxSchedule(
      Reminders reminders, OutboxDispatch dispatch, Optional<MessageCarrier> carrier) {
    this.reminders = reminders;
    this.dispatch = dispatch;
    this.carrier = carrier;
  }

  /** Begins; does nothing when it has begun already, or there is no carrier. */
  public synchronized void begin(ScheduledExecutorService executor) {
    if (carrier.isEmpty()) {
      LOG.log(
          Level.INFO,
          "Messages to customers wait: {0} names no directory.",
          MessageDirectory.VARIABLE);
      return;
    }
    if (schedules.isEmpty()) {
      MessageCarrier known = carrier.get();
      schedules.add(
          executor.scheduleWithFixedDelay(
              () -> round("reminders", reminders::round), 1, 60, TimeUnit.MINUTES));
      schedules.add(
          executor.scheduleWithFixedDelay(
              () -> round("messages", () -> dispatch.round(known)), 1, 1, TimeUnit.MINUTES));
    }
  }

  /** Ends; a round that is at work goes on to its own end. */
  public synchronized void end() {
    schedules.forEach(schedule -> schedule.cancel(false));
    schedules.clear();
  }

  private static void round(String what, IntSupplier work) {
    try {
      int count = work.getAsInt();
      if (count > 0) {
        LOG.log(Level.INFO, "{0} {1}", count, what);
      }
    } catch (RuntimeException e) {
      // An exception that left this method would end the schedule for good.
      LOG.log(Level.WARNING, "The round of " + what + " failed; the next one goes on.", e);
    }
  }
}
