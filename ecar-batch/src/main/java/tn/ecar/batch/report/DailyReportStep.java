package tn.ecar.batch.report;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import tn.ecar.batch.Job;
import tn.ecar.batch.JobResult;
import tn.ecar.batch.RunningJob;
import tn.ecar.batch.outbox.StaffMail;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.outbox.MailFile;
import tn.ecar.garage.outbox.Message;
import tn.ecar.garage.persistence.Transactions;
import tn.ecar.garage.report.DailyReport;
import tn.ecar.garage.report.DailyReportPrinting;
import tn.ecar.garage.report.DailyReports;

/**
 * Makes the report of a day, keeps its PDF with the run, and writes it to the staff. The same day
 * with the same figures is sent once, however often the job is run.
 */
@Named("dailyReport")
@Dependent
public class DailyReportStep extends AbstractBatchlet {
  private static final String PDF = "application/pdf";

  private final DailyReports reports;
  private final DailyReportPrinting printer;
  private final StaffMail staff;
  private final Transactions transactions;
  private final RunningJob run;

  @Inject
  DailyReportStep(
      DailyReports reports,
      DailyReportPrinting printer,
      StaffMail staff,
      Transactions transactions,
      RunningJob run) {
    this.reports = reports;
    this.printer = printer;
    this.staff = staff;
    this.transactions = transactions;
    this.run = run;
  }

  @Override
  public String process() {
    DailyReport report = reports.of(day(run.parameter(Job.DAY)));
    byte[] pdf = printer.print(report);
    String name = "daily-report-" + report.day() + ".pdf";
    int told =
        transactions.inOne(
            () -> {
              run.result(new JobResult(name, PDF, pdf));
              return staff.tell(
                  "daily-report/" + report.day() + "/" + figures(report),
                  Message.Kind.REPORT,
                  report.garage() + " : journée du " + report.day(),
                  text(report),
                  List.of(new MailFile(name, PDF, pdf)));
            });
    run.say(
        told == 0
            ? "The PDF is kept with this run; no mail: nobody is named by ECAR_MAIL_TO, or it was"
                + " sent before."
            : "The PDF goes to " + told + " mailboxes.");
    return report.day() + ": " + report.net() + " TND, " + told + " mails";
  }

  private static LocalDate day(String text) {
    try {
      return text.isEmpty() ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new RuleViolation(Job.DAY, text, "A day is written as 2026-11-26.");
    }
  }

  /** Everything that the report tells, but for the moment it was made. */
  private static String figures(DailyReport r) {
    return Integer.toHexString(
        Objects.hash(
            r.takings().toString(),
            r.invoices(),
            r.invoiced().toString(),
            r.creditNotes(),
            r.credited().toString(),
            r.openOrders().toString(),
            r.toOrder().toString()));
  }

  private static String text(DailyReport report) {
    return "Encaissé : "
        + report.net()
        + " TND. Factures : "
        + report.invoices()
        + " ("
        + report.invoiced()
        + " TND). Ordres ouverts : "
        + report.openByState().values().stream().mapToLong(Long::longValue).sum()
        + ". Articles à commander : "
        + report.toOrder().size()
        + ".\n\nLe détail est dans le fichier joint.";
  }
}
