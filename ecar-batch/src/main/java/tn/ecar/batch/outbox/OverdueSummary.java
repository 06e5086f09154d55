package tn.ecar.batch.outbox;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.List;
import tn.ecar.batch.JobResult;
import tn.ecar.batch.RunningJob;
import tn.ecar.batch.share.ShareTotal;
import tn.ecar.garage.outbox.Message;
import tn.ecar.garage.outbox.OverdueInvoices;
import tn.ecar.garage.outbox.OverdueRow;
import tn.ecar.garage.persistence.Transactions;

/**
 * Tells how many reminders were written, and the staff, once a week, which debts have had the last
 * one and are still open: from there on it is for a person.
 */
@Named("overdueSummary")
@Dependent
public class OverdueSummary extends AbstractBatchlet {
  private static final int LAST_LEVEL = 3;

  private final OverdueInvoices invoices;
  private final StaffMail staff;
  private final Transactions transactions;
  private final ShareTotal shares;
  private final RunningJob run;
  private final Clock clock;

  @Inject
  OverdueSummary(
      OverdueInvoices invoices,
      StaffMail staff,
      Transactions transactions,
      ShareTotal shares,
      RunningJob run,
      Clock clock) {
    this.invoices = invoices;
    this.staff = staff;
    this.transactions = transactions;
    this.shares = shares;
    this.run = run;
    this.clock = clock;
  }

  @Override
  public String process() {
    long written = shares.written(run, "invoices");
    List<OverdueRow> past = invoices.past(LAST_LEVEL);
    String told = written + " reminders, " + past.size() + " debts past the last one";
    run.say(told);
    if (!past.isEmpty()) {
      tell(past);
    }
    return told;
  }

  private void tell(List<OverdueRow> past) {
    StringBuilder list = new StringBuilder("invoice;buyer;phone;due on;TND\n");
    for (OverdueRow row : past) {
      list.append(cell(row.number())).append(';');
      list.append(cell(row.buyer())).append(';');
      list.append(cell(row.phone())).append(';');
      list.append(row.dueOn()).append(';');
      list.append(row.due()).append('\n');
    }
    LocalDate today = LocalDate.now(clock);
    String week =
        today.get(IsoFields.WEEK_BASED_YEAR) + "-" + today.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    String text =
        "Impayés après le dernier rappel : " + past.size() + ".\n\n" + cut(list.toString());
    transactions.inOne(
        () -> {
          run.result(
              new JobResult(
                  "overdue.csv", "text/csv", ("\ufeff" + list).getBytes(StandardCharsets.UTF_8)));
          return staff.tell(
              "overdue/" + week,
              Message.Kind.REPORT,
              "Factures impayées, semaine " + week,
              text,
              List.of());
        });
  }

  /** A spreadsheet runs what begins like a formula, and customers choose their names. */
  private static String cell(String value) {
    if (value == null) {
      return "";
    }
    String safe =
        value.matches("^[=+@\\-\\t\\r].*") && !value.matches("\\+\\d+") ? "'" + value : value;
    return safe.matches("(?s).*[;\"\\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
  }

  private static String cut(String list) {
    int most = 7_000;
    return list.length() <= most ? list : list.substring(0, list.lastIndexOf('\n', most)) + "\n…\n";
  }
}
