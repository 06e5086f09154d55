package tn.ecar.batch.outbox;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import tn.ecar.batch.RunningJob;
import tn.ecar.batch.share.ShareTotal;
import tn.ecar.garage.outbox.Reminders;

/** Reminds of tomorrow's appointments, and tells how many reminders the whole run has written. */
@Named("appointmentReminders")
@Dependent
public class AppointmentReminders extends AbstractBatchlet {
  private final Reminders reminders;
  private final ShareTotal shares;
  private final RunningJob run;

  @Inject
  AppointmentReminders(Reminders reminders, ShareTotal shares, RunningJob run) {
    this.reminders = reminders;
    this.shares = shares;
    this.run = run;
  }

  @Override
  public String process() {
    long services = shares.written(run, "services");
    int appointments = reminders.ofAppointments();
    String told = "reminders: " + services + " of services, " + appointments + " of appointments";
    run.say(told);
    return told;
  }
}
