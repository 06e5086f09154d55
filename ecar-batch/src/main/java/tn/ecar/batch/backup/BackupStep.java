package tn.ecar.batch.backup;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import tn.ecar.batch.JobResult;
import tn.ecar.batch.RunningJob;
import tn.ecar.batch.outbox.StaffMail;
import tn.ecar.garage.outbox.Message;
import tn.ecar.garage.persistence.Transactions;

/** Makes a backup and proves it; a garage whose backup failed is told by mail. */
@Named("databaseBackup")
@Dependent
public class BackupStep extends AbstractBatchlet {
  private final StaffMail staff;
  private final Transactions transactions;
  private final RunningJob run;
  private final Clock clock;

  // Guarded by this.
  private Backup backup;
  private boolean stopped;

  @Inject
  BackupStep(StaffMail staff, Transactions transactions, RunningJob run, Clock clock) {
    this.staff = staff;
    this.transactions = transactions;
    this.run = run;
    this.clock = clock;
  }

  @Override
  public String process() throws BackupRefused, InterruptedException {
    try {
      BackupManifest made = begun().make();
      run.say(made.file() + ": " + made.trial() + ".");
      run.result(
          new JobResult(
              made.file() + ".json",
              "application/json",
              made.json().getBytes(StandardCharsets.UTF_8)));
      return made.file() + ", " + made.bytes() + " bytes, restored";
    } catch (BackupRefused e) {
      run.warn(e.getMessage());
      transactions.inOne(
          () ->
              staff.tell(
                  "backup/" + run.id(),
                  Message.Kind.ALERT,
                  "La sauvegarde a échoué",
                  e.getMessage(),
                  List.of()));
      throw e;
    }
  }

  private synchronized Backup begun() throws BackupRefused {
    if (stopped) {
      throw new BackupRefused("The backup was stopped before it began.");
    }
    try {
      BackupSettings settings = BackupSettings.of(System.getenv());
      backup = new Backup(settings, System.getenv(), clock, run::say);
    } catch (IllegalArgumentException e) {
      throw new BackupRefused(e.getMessage(), e);
    }
    return backup;
  }

  @Override
  public synchronized void stop() {
    stopped = true;
    if (backup != null) {
      backup.stop();
    }
  }
}
